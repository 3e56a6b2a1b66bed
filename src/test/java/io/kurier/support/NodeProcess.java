package io.kurier.support;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The packaged service as a process of its own, that can be stopped, killed and frozen. */
public final class NodeProcess implements AutoCloseable {

  /** What was packaged: the native executable, where the tests are about that, else the jar. */
  private static final String PACKAGED =
      System.getProperty(
          "native.executable", Path.of("target", "quarkus-app", "quarkus-run.jar").toString());

  public static final String KEY = "kurier-failure-admin-key";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Process process;
  private final String name;
  private final Setup setup;
  private final String account;

  /** The port of what is below {@code /q}. */
  private int inside;

  private NodeProcess(Process process, String name, Setup setup, String account) {
    this.process = process;
    this.name = name;
    this.setup = setup;
    this.account = account;
    this.inside = setup.managementPort();
  }

  /** The same node, called on behalf of an account. */
  public NodeProcess as(String otherAccount) {
    NodeProcess same = new NodeProcess(process, name, setup, otherAccount);
    same.inside = inside;
    return same;
  }

  /**
   * How a node is started.
   *
   * @param program a native executable, or a jar
   * @param heap as {@code -Xmx} has it
   * @param options of the virtual machine beside that
   * @param descriptors the limit of file descriptors; 0 for the machine's own
   * @param more environment variables beside those that every node of the tests has
   */
  public record Setup(
      String program,
      String databaseUrl,
      int port,
      int managementPort,
      String heap,
      List<String> options,
      int descriptors,
      Map<String, String> more) {

    public static Setup of(String databaseUrl) {
      // A node of a test lives for seconds: what the better compiler gains it would not live to
      // see.
      return new Setup(
          PACKAGED,
          databaseUrl,
          FreePort.find(),
          FreePort.find(),
          "512m",
          List.of("-XX:TieredStopAtLevel=1"),
          0,
          Map.of());
    }

    /** Another program than the one that was packaged. */
    public Setup program(String path) {
      return new Setup(path, databaseUrl, port, managementPort, heap, options, descriptors, more);
    }

    public Setup heap(String size) {
      return new Setup(
          program, databaseUrl, port, managementPort, size, options, descriptors, more);
    }

    /** With these options of the virtual machine and no others. */
    public Setup options(List<String> all) {
      return new Setup(
          program, databaseUrl, port, managementPort, heap, List.copyOf(all), descriptors, more);
    }

    /** With so few file descriptors. */
    public Setup descriptors(int limit) {
      return new Setup(program, databaseUrl, port, managementPort, heap, options, limit, more);
    }

    public Setup with(String variable, String value) {
      Map<String, String> all = new HashMap<>(more);
      all.put(variable, value);
      return new Setup(
          program, databaseUrl, port, managementPort, heap, options, descriptors, Map.copyOf(all));
    }

    private Map<String, String> environment(String name) {
      Map<String, String> all = new HashMap<>();
      all.put("KURIER_DATABASE_URL", databaseUrl);
      all.put("KURIER_ADMIN_KEY", KEY);
      all.put("KURIER_SECRETS_KEY", "a3VyaWVyLXRlc3Qtc2VjcmV0cy1rZXktMzItYnl0ZXM=");
      all.put("KURIER_TARGETS_ALLOW", "127.0.0.0/8");
      all.put("KURIER_TARGETS_REQUIRE_HTTPS", "false");
      all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
      all.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
      all.put("HOSTNAME", name);
      all.putAll(more);
      return all;
    }
  }

  /** Starts one and waits until it is ready. */
  public static NodeProcess start(Setup setup) {
    NodeProcess node = launch(setup);
    node.awaitReady();
    return node;
  }

  /** Starts one. */
  public static NodeProcess launch(Setup setup) {
    return launch(setup, Path.of(""));
  }

  /** Starts one in a working directory. */
  public static NodeProcess launch(Setup setup, Path directory) {
    String name = "node-" + STARTED.incrementAndGet();
    ProcessBuilder builder = new ProcessBuilder(command(setup));
    builder.directory(directory.toAbsolutePath().toFile());
    builder.environment().putAll(setup.environment(name));
    builder.redirectErrorStream(true);
    builder.redirectOutput(log(name).toFile());
    try {
      return new NodeProcess(builder.start(), name, setup, "default");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Setup setup) {
    List<String> command = new ArrayList<>();
    if (setup.descriptors() > 0) {
      command.addAll(
          List.of("sh", "-c", "ulimit -n " + setup.descriptors() + " && exec \"$0\" \"$@\""));
    }
    boolean jar = setup.program().endsWith(".jar");
    if (jar) {
      command.add(ProcessHandle.current().info().command().orElseThrow());
      command.add("-XX:+ExitOnOutOfMemoryError");
      command.addAll(setup.options());
      command.add("-Xmx" + setup.heap());
      command.add("-jar");
    }
    command.add(Path.of(setup.program()).toAbsolutePath().toString());
    if (!jar) {
      // What is for the virtual machine's compilers and collectors it does not know.
      setup.options().stream().filter(option -> !option.startsWith("-XX:")).forEach(command::add);
      command.add("-Xmx" + setup.heap());
    }
    return command;
  }

  public void awaitReady() {
    await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(10)).until(this::isReady);
  }

  /** What it calls itself in the table of nodes. */
  public String name() {
    return name;
  }

  /** Where a path is served: what is below {@code /q} has a port of its own. */
  public URI uri(String path) {
    int port = path.startsWith("/q/") ? inside : setup.port();
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Posts JSON as the admin; the answer's body. */
  public String post(String path, String json, int expected) throws InterruptedException {
    return send("POST", path, "application/json", json, expected);
  }

  /** Sends what the API takes, as the admin; the answer's body. */
  public String send(String method, String path, String contentType, String body, int expected)
      throws InterruptedException {
    HttpResponse<String> answer = answer(method, path, contentType, body);
    assertEquals(expected, answer.statusCode(), answer.body());
    return answer.body();
  }

  /** Posts JSON as the admin; the whole answer, whatever it is. */
  public HttpResponse<String> answer(String path, String json) throws InterruptedException {
    return answer("POST", path, "application/json", json);
  }

  private HttpResponse<String> answer(String method, String path, String contentType, String body)
      throws InterruptedException {
    try {
      return HTTP.send(
          request(path)
              .header("Content-Type", contentType)
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gets what the API gives, as the admin. */
  public String get(String path) throws InterruptedException {
    return send("GET", path, "application/json", "", 200);
  }

  /** A request of the admin. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path))
        .header("Authorization", "Bearer " + KEY)
        .header("Kurier-Account", account);
  }

  /** The sum of a metric over its labels. */
  public double metric(String metric) throws InterruptedException {
    return get("/q/metrics")
        .lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What it has logged so far. */
  public List<String> log() {
    try {
      return Files.readAllLines(log(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a line of its log has this in it. */
  public boolean hasLogged(String part) {
    return log().stream().anyMatch(line -> line.contains(part));
  }

  /** Creates a webhook for all events; {@code more} as in {@link Api#webhook}. Its id. */
  public String createWebhook(String url, String more) throws InterruptedException {
    return createWebhook(url, "*", more);
  }

  /** Creates a webhook for some events. Its id. */
  public String createWebhook(String url, String events, String more) throws InterruptedException {
    String created =
        post(
            "/v1/webhooks",
            "{\"name\":\"n\",\"url\":\"%s\",\"events\":[\"%s\"]%s}".formatted(url, events, more),
            201);
    return created.replaceFirst("(?s)^.*?\"id\":\"([^\"]+)\".*$", "$1");
  }

  public long pid() {
    return process.pid();
  }

  public int port() {
    return setup.port();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended by itself. The code that it ended with. */
  public int awaitExit() {
    waitForEnd();
    return process.exitValue();
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    waitForEnd();
  }

  /** As Kubernetes does first. */
  public void stop() {
    beginToStop();
    waitForEnd();
  }

  /** The same, without waiting for the end. */
  public void beginToStop() {
    process.destroy();
  }

  /** It does nothing any more, and does not know it. */
  public void freeze() {
    signal("-STOP");
  }

  /** It goes on as if nothing had been. */
  public void thaw() {
    signal("-CONT");
  }

  @Override
  public void close() {
    kill();
  }

  private void signal(String signal) {
    try {
      int exit = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
      assertEquals(0, exit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void waitForEnd() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the service did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private boolean isReady() throws InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError("the service did not start, see " + log(name));
    }
    if (isReady(setup.managementPort())) {
      return true;
    }
    if (isReady(setup.port())) {
      // A previous version may have its probes where the interface is; this one has nothing there.
      inside = setup.port();
      return true;
    }
    return false;
  }

  private static boolean isReady(int port) throws InterruptedException {
    URI probe = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(probe).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path log(String name) {
    return Path.of("target", name + ".log");
  }
}
