package io.kurier.failure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.FreePort;
import io.kurier.support.KeyStoreFile;
import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Sockets that never come to ask for anything: half heads, half prefaces, half TLS handshakes, and
 * nothing at all. Whoever opens twice as many as a node takes stops neither producers at other
 * addresses nor the probes, and has lost all of them a little later. The long form is with the
 * limits of a node without settings. What is promised is a second for producers and 100 ms for
 * probes; the report says what it was.
 */
class HalfHeadsIT {

  private static final int LIMIT = Extent.of("connections", 200);

  /** The same part of the limit as without settings. */
  private static final int PER_ADDRESS = LIMIT / 10;

  /**
   * In the short form hundreds of handshakes at once are made on this machine too, which may be
   * busy with other things; without the bounds nobody is answered at all.
   */
  private static final Duration LONGEST = Duration.ofSeconds(Extent.isLong() ? 1 : 3);

  private static final Duration GONE = Duration.ofSeconds(15);
  private static final Duration DRIP = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int WARM = 20;

  private static final String HALF_HEAD = "GET /v1/webhooks HTTP/1.1\r\nX: ";
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final String HALF_HELLO = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001";

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  /**
   * How a connection begins that goes no further.
   *
   * @param protocol the one that is agreed on in a whole TLS handshake; empty for none
   * @param drips whether it sends a byte now and then
   */
  private record Beginning(
      String name, boolean overTls, String protocol, String text, boolean drips) {

    /** In groups that are played at once, each member from an address of its own. */
    static List<List<Beginning>> groups() {
      return List.of(
          List.of(new Beginning("heads byte by byte", false, "", HALF_HEAD, true)),
          List.of(
              new Beginning("half heads", false, "", HALF_HEAD, false),
              new Beginning("nothing", false, "", "", false),
              new Beginning("half prefaces", false, "", PREFACE.substring(0, 10), false),
              new Beginning("prefaces without settings", false, "", PREFACE, false)),
          List.of(
              new Beginning("no handshakes", true, "", "", false),
              new Beginning("half handshakes", true, "", HALF_HELLO, true),
              new Beginning("half heads over TLS", true, "http/1.1", HALF_HEAD, true),
              new Beginning("nothing over TLS", true, "http/1.1", "", false),
              new Beginning(
                  "half prefaces over TLS", true, "h2", PREFACE.substring(0, 10), false)));
    }
  }

  @Test
  void oneAddressThatOpensThemStopsNobody() throws Exception {
    KeyStoreFile key = KeyStoreFile.make();
    SSLContext trusting = trusting(key);
    int tlsPort = FreePort.find();
    try (Trial trial = new Trial(DATABASE, "half_heads")) {
      NodeProcess node =
          trial.start(
              setup ->
                  setup
                      .with("QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS", Integer.toString(LIMIT))
                      .with("KURIER_CONNECTIONS_PER_ADDRESS", Integer.toString(PER_ADDRESS))
                      .with("QUARKUS_HTTP_SSL_PORT", Integer.toString(tlsPort))
                      .with(
                          "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE",
                          key.path().toAbsolutePath().toString())
                      .with("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD", key.password()));
      try (Others others = new Others(node, trusting, tlsPort)) {
        others.warmUp();
        for (List<Beginning> group : Beginning.groups()) {
          others.begin();
          List<Attack> attacks = new ArrayList<>();
          try {
            for (Beginning each : group) {
              String from = "127.0.0." + (2 + attacks.size());
              int port = each.overTls() ? tlsPort : node.port();
              attacks.add(new Attack(port, each, trusting, List.of(from)));
              attacks.getLast().open(2 * LIMIT / group.size());
            }
            for (Attack attack : attacks) {
              await().until(() -> attack.open() <= PER_ADDRESS);
            }
            attacks.forEach(Attack::awaitGone);
          } finally {
            attacks.forEach(Attack::close);
          }
          others.end(trial, group.stream().map(Beginning::name).collect(joining(", ")));
        }
      }
      assertEquals(6.0 * LIMIT - 10.0 * PER_ADDRESS, rejections(node, "connections_of_address"), 1);
      assertEquals(8.0 * PER_ADDRESS, rejections(node, "head_time"), 1);
      assertEquals(2.0 * PER_ADDRESS, rejections(node, "handshake_time"), 1);
      assertEquals(0, rejections(node, "connections"));
      long lines =
          node.log().stream().filter(line -> line.contains("connections.rejected")).count();
      assertTrue(lines >= 3 && lines < 30, lines + " lines");
      assertEquals(0, node.log().stream().filter(line -> line.contains("database.away")).count());
      // The sockets of the producers and of this look itself.
      await().until(() -> node.metric(used()) <= 8);
    }
  }

  /** Many addresses may take all that the node has for sockets, and nothing of what it needs. */
  @Test
  void manyAddressesTakeNoDescriptorsFromTheNodeItself() throws Exception {
    List<String> addresses = IntStream.range(2, 12).mapToObj(i -> "127.0.0." + i).toList();
    try (Trial trial = new Trial(DATABASE, "descriptors");
        HttpClient kept = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      NodeProcess node = trial.start(setup -> setup.descriptors(1_500));
      assertTrue(node.hasLogged("descriptors.short limit=1500"));
      HttpRequest event = event(node);
      assertEquals(202, kept.send(event, HttpResponse.BodyHandlers.discarding()).statusCode());
      int most = (int) node.metric("kurier_pool_size{pool=\"accepted_connections\"}");
      assertTrue(most > 300 && most < 1_500 - 643, most + "");
      Beginning half = new Beginning("half heads", false, "", HALF_HEAD, false);
      try (Attack attack = new Attack(node.port(), half, SSLContext.getDefault(), addresses)) {
        attack.open(2_000);
        await().until(() -> attack.open() <= most);
        for (int i = 0; i < 20; i++) {
          assertEquals(202, kept.send(event, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
        attack.awaitGone();
      }
      assertEquals(202, kept.send(event, HttpResponse.BodyHandlers.discarding()).statusCode());
      assertEquals(1_500, node.metric("process_files_max_files"));
      assertTrue(rejections(node, "connections") >= 2_000 - most);
      assertEquals(0, node.log().stream().filter(line -> line.contains("database.away")).count());
      assertEquals(0, node.log().stream().filter(line -> line.contains("Too many open")).count());
    }
  }

  private static HttpRequest event(NodeProcess node) {
    return node.request("/v1/events")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"type\":\"contact_added\"}"))
        .build();
  }

  private static double rejections(NodeProcess node, String reason) throws InterruptedException {
    return node.metric("kurier_rejections_total{reason=\"" + reason + "\"}");
  }

  private static String used() {
    return "kurier_pool_used{pool=\"accepted_connections\"}";
  }

  private static SSLContext trusting(KeyStoreFile key)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(key.path().toFile(), key.password().toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Opens sockets, begins to speak, and holds them for as long as it may. */
  private static final class Attack implements AutoCloseable {

    private final int port;
    private final Beginning beginning;
    private final SSLContext trusting;
    private final List<String> from;
    private final AtomicInteger open = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Attack(int port, Beginning beginning, SSLContext trusting, List<String> from) {
      this.port = port;
      this.beginning = beginning;
      this.trusting = trusting;
      this.from = from;
    }

    void open(int count) {
      for (int i = 0; i < count; i++) {
        String address = from.get(i % from.size());
        open.incrementAndGet();
        threads.execute(() -> hold(address));
      }
    }

    /** How many the node has not closed. */
    int open() {
      return open.get();
    }

    void awaitGone() {
      await()
          .atMost(GONE)
          .untilAsserted(() -> assertEquals(0, open.get(), beginning.name() + " are still open"));
    }

    private void hold(String address) {
      try (Socket socket = new Socket()) {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout((int) DRIP.toMillis());
        Socket speaking = beginning.protocol().isEmpty() ? socket : shakeHands(socket);
        speaking.getOutputStream().write(beginning.text().getBytes(ISO_8859_1));
        readToTheEnd(speaking);
      } catch (IOException e) {
        // Closed by the node, which is what all wait for.
      } finally {
        open.decrementAndGet();
      }
    }

    private Socket shakeHands(Socket socket) throws IOException {
      SSLSocketFactory factory = trusting.getSocketFactory();
      SSLSocket tls = (SSLSocket) factory.createSocket(socket, "127.0.0.1", port, true);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {beginning.protocol()});
      tls.setSSLParameters(parameters);
      // Where it takes longer than the pause between two bytes.
      socket.setSoTimeout((int) GONE.toMillis());
      tls.startHandshake();
      socket.setSoTimeout((int) DRIP.toMillis());
      return tls;
    }

    private void readToTheEnd(Socket socket) throws IOException {
      while (true) {
        try {
          if (socket.getInputStream().read() < 0) {
            return;
          }
        } catch (SocketTimeoutException e) {
          if (beginning.drips()) {
            socket.getOutputStream().write('x');
          }
        }
      }
    }

    @Override
    public void close() {
      threads.shutdownNow();
      threads.close();
    }
  }

  /** A client, and so a connection, for each request. */
  private record OneEach(SSLContext trusting) implements Callers.Clients {

    @Override
    public HttpClient next() {
      return HttpClient.newBuilder()
          .sslContext(trusting)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
    }

    @Override
    public void leave(HttpClient http) {
      http.close();
    }
  }

  /** Producers over HTTP and HTTPS and a platform that probes, each on a connection of its own. */
  private static final class Others implements AutoCloseable {

    private final Callers callers;
    private final Callers.Times events;
    private final Callers.Times overTls;
    private final Callers.Times probes;

    Others(NodeProcess node, SSLContext trusting, int tlsPort) {
      callers = new Callers(new OneEach(trusting), PAUSE);
      HttpRequest event = event(node);
      HttpRequest secured =
          HttpRequest.newBuilder(event, (name, value) -> true)
              .uri(URI.create("https://127.0.0.1:" + tlsPort + "/v1/events"))
              .build();
      HttpRequest probe = node.request("/q/health/live").GET().build();
      events = callers.call(event, 202, 1);
      overTls = callers.call(secured, 202, 1);
      probes = callers.call(probe, 200, 1);
    }

    void warmUp() {
      callers.warmUp(WARM);
    }

    void begin() {
      callers.begin();
    }

    void end(Trial trial, String name) {
      callers.assertNoneFailed();
      trial.report(
          "11. others during %s: events at most %d ms, over TLS %d ms, probes %d ms"
              .formatted(name, events.millis(1), overTls.millis(1), probes.millis(1)),
          new Trial.Result(events.count() + overTls.count(), 0, 0),
          "–");
      for (Callers.Times each : List.of(events, overTls, probes)) {
        assertTrue(each.count() > WARM, name);
        assertTrue(each.millis(1) < LONGEST.toMillis(), name + ": " + each.millis(1) + " ms");
      }
    }

    @Override
    public void close() {
      callers.close();
    }
  }
}
