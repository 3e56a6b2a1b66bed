package io.kurier.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to a server that can be cut: then nothing listens at its port, and what was
 * connected is reset. It can also hold back what one side says, or swallow what both say. It begins
 * cut.
 */
public final class Wire implements AutoCloseable {

  /** What is held up goes on when it is counted down. */
  private static final CountDownLatch OPEN = new CountDownLatch(0);

  private final int port;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private volatile boolean deaf;
  private volatile @Nullable ServerSocket listening;
  private volatile CountDownLatch requests = OPEN;
  private volatile CountDownLatch answers = OPEN;
  private volatile @Nullable String awaited;

  private record Link(Socket client, Socket server, AtomicBoolean swallowed) {

    void close() {
      Wire.close(client);
      Wire.close(server);
    }
  }

  /** A wire to a port of this machine. */
  public Wire(int target) {
    this.target = target;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where to connect to. */
  public int port() {
    return port;
  }

  /** Lets everything through. */
  public void connect() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      listening = socket;
      Thread.ofVirtual().start(() -> accept(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever connects from now on gets to another server; what is connected stays. */
  public void lead(int otherTarget) {
    target = otherTarget;
  }

  /** Lets nothing through. */
  public void cut() {
    ServerSocket socket = listening;
    listening = null;
    if (socket != null) {
      close(socket);
    }
    reset();
  }

  /** Resets what is connected; whoever connects again is let through. */
  public void reset() {
    links.forEach(Link::close);
    links.clear();
  }

  /** Keeps back what the client says, until {@link #release()}. */
  public void holdRequests() {
    requests = new CountDownLatch(1);
  }

  /** Keeps back what the server says from that on, until {@link #release()}. */
  public void holdAnswersFrom(String text) {
    awaited = text;
  }

  public void release() {
    requests.countDown();
    answers.countDown();
  }

  /**
   * What is connected now hears nothing from the other side any more, and is not told so: as if a
   * firewall had forgotten it. Whoever connects again is let through.
   */
  public void swallow() {
    links.forEach(link -> link.swallowed().set(true));
  }

  /** The same for whoever connects from now on, until {@link #hear()}. */
  public void swallowAll() {
    deaf = true;
    swallow();
  }

  /** Whoever connects from now on is heard again; what was swallowed stays so. */
  public void hear() {
    deaf = false;
  }

  @Override
  public void close() {
    release();
    cut();
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        link(socket.accept());
      }
    } catch (IOException e) {
      // It was cut.
    }
  }

  private void link(Socket client) {
    if (deaf) {
      Link link = new Link(client, client, new AtomicBoolean(true));
      links.add(link);
      Thread.ofVirtual().start(() -> pump(link, client, client, true));
      return;
    }
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      Link link = new Link(client, server, new AtomicBoolean());
      links.add(link);
      if (listening == null) {
        cut();
      }
      Thread.ofVirtual().start(() -> pump(link, client, server, true));
      Thread.ofVirtual().start(() -> pump(link, server, client, false));
    } catch (IOException e) {
      // Nobody listens there.
      close(client);
    }
  }

  private void pump(Link link, Socket from, Socket to, boolean isRequest) {
    byte[] bytes = new byte[16_384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
        String text = awaited;
        if (!isRequest && text != null && new String(bytes, 0, length, ISO_8859_1).contains(text)) {
          answers = new CountDownLatch(1);
          awaited = null;
        }
        (isRequest ? requests : answers).await();
        if (!link.swallowed().get()) {
          out.write(bytes, 0, length);
        }
      }
    } catch (IOException e) {
      // It was cut, or one side went away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Of a swallowed connection the client is not told that the server has closed it.
    if (isRequest || !link.swallowed().get()) {
      link.close();
      links.remove(link);
    }
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // It is closed, then.
    }
  }
}
