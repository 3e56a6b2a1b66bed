package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a name server is asked for, whatever the machine's search list says. */
class NameQuestionsTest {

  private static final String KNOWN = "receiver.example";
  private static final byte[] ADDRESS = {93, (byte) 184, (byte) 216, 34};

  private static final int HEADER_BYTES = 12;
  private static final int TYPE_A = 1;
  private static final int NO_SUCH_NAME = 3;

  private final Set<String> asked = new ConcurrentSkipListSet<>();
  private DatagramSocket server;
  private Vertx vertx;
  private NameResolver names;

  @BeforeEach
  void start() throws IOException {
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::answerAll);
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setAddressResolverOptions(
                    new AddressResolverOptions()
                        .addServer("127.0.0.1:" + server.getLocalPort())
                        .addSearchDomain("inside.example")
                        .setNdots(5)));
    names =
        new NameResolver(
            vertx,
            new TargetsConfig() {
              @Override
              public Optional<List<String>> allow() {
                return Optional.empty();
              }

              @Override
              public boolean requireHttps() {
                return true;
              }
            });
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    server.close();
  }

  @Test
  void aNameIsAskedForAsItStands() throws Exception {
    assertEquals(List.of(InetAddress.getByAddress(ADDRESS)), resolve(KNOWN));
    assertEquals(Set.of(KNOWN), asked);
  }

  @Test
  void aNameOfTheInsideIsNotFoundByItsFirstPart() {
    ExecutionException failure = assertThrows(ExecutionException.class, () -> resolve("receiver"));
    assertInstanceOf(UnknownHostException.class, failure.getCause());
    assertEquals(Set.of("receiver"), asked);
  }

  /** It means this machine, which may not be called here: nobody is asked. */
  @Test
  void localhostIsNotAskedFor() throws Exception {
    assertEquals(
        List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")),
        resolve("localhost"));
    assertEquals(Set.of(), asked);
  }

  private List<InetAddress> resolve(String host) throws Exception {
    return names.resolve(host).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void answerAll() {
    byte[] bytes = new byte[512];
    while (!server.isClosed()) {
      try {
        DatagramPacket question = new DatagramPacket(bytes, bytes.length);
        server.receive(question);
        byte[] answer = answer(Arrays.copyOf(bytes, question.getLength()));
        server.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      } catch (IOException e) {
        // It was closed.
        return;
      }
    }
  }

  /** The question (RFC 1035 section 4), and one address where it is for the name that is known. */
  private byte[] answer(byte[] question) {
    ByteBuffer in = ByteBuffer.wrap(question).position(HEADER_BYTES);
    StringBuilder name = new StringBuilder();
    for (int length = in.get(); length > 0; length = in.get()) {
      byte[] label = new byte[length];
      in.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    asked.add(name.toString());
    int type = in.getShort();
    in.getShort();
    boolean known = name.toString().equals(KNOWN);
    boolean hasAddress = known && type == TYPE_A;
    ByteBuffer out = ByteBuffer.allocate(512);
    out.put(question, 0, 2).putShort((short) (0x8180 | (known ? 0 : NO_SUCH_NAME)));
    out.putShort((short) 1).putShort((short) (hasAddress ? 1 : 0)).putShort((short) 0);
    out.putShort((short) 0).put(question, HEADER_BYTES, in.position() - HEADER_BYTES);
    if (hasAddress) {
      out.putShort((short) (0xC000 | HEADER_BYTES)).putShort((short) TYPE_A).putShort((short) 1);
      out.putInt(60).putShort((short) ADDRESS.length).put(ADDRESS);
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}
