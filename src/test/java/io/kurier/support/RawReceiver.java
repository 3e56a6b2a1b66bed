package io.kurier.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A receiver that says what a test tells it to, byte by byte: for answers that no HTTP server would
 * give. Each connection is talked to by a script on a thread of its own.
 */
public final class RawReceiver implements AutoCloseable {

  private final ServerSocket server;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * A request that came.
   *
   * @param connection of which connection, counted from one
   * @param number on that connection, counted from one
   * @param head with its line ends
   */
  public record Request(int connection, int number, String head, String body) {

    /** A header's value; empty where it is not there. */
    public String header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** What is said on a connection; when it returns, the connection is closed. */
  public interface Script {
    void talk(Talk talk) throws IOException;
  }

  /** One connection. */
  public final class Talk {
    private final Socket socket;
    private final InputStream in;
    private final int number;
    private int read;

    private Talk(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.number = number;
    }

    /** Of which connection, counted from one. */
    public int number() {
      return number;
    }

    /** The next request; null if none comes any more. */
    public @Nullable Request next() throws IOException {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        head.append((char) next);
      }
      int length =
          head.toString()
              .lines()
              .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
              .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
              .findFirst()
              .orElse(0);
      String body = new String(in.readNBytes(length), ISO_8859_1);
      Request request = new Request(number, ++read, head.toString(), body);
      requests.add(request);
      return request;
    }

    /** Says it, in one piece. */
    public void say(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /** Ends the connection as a crash does. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  /** One at any free port of an address of this machine. */
  public RawReceiver(String address, Script script) {
    this.script = script;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public RawReceiver(Script script) {
    this("127.0.0.1", script);
  }

  /** One that says the same to each request. */
  public static RawReceiver saying(String answer) {
    return new RawReceiver(
        talk -> {
          while (talk.next() != null) {
            talk.say(answer);
          }
        });
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** How many connections were made to it so far. */
  public int connections() {
    return connections.get();
  }

  /** What came so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        int number = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> talk(socket, number));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void talk(Socket socket, int number) {
    try (socket) {
      script.talk(new Talk(socket, number));
    } catch (IOException e) {
      // The other side is gone.
    } finally {
      open.remove(socket);
    }
  }
}
