package io.kurier.support;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service as a process of its own, that can be stopped and killed. */
public final class NodeProcess implements AutoCloseable {

  public static final String KEY = "kurier-failure-admin-key";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final int port;

  private NodeProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one and waits until it is ready. */
  public static NodeProcess start(String databaseUrl, int port) {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx512m",
            "-jar",
            Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
    builder.environment().putAll(settings(databaseUrl, port));
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(new File("target/node-" + port + ".log")));
    try {
      NodeProcess node = new NodeProcess(builder.start(), port);
      await().atMost(Duration.ofSeconds(90)).until(node::isReady);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> settings(String databaseUrl, int port) {
    return Map.of(
        "KURIER_DATABASE_URL", databaseUrl,
        "KURIER_ADMIN_KEY", KEY,
        "KURIER_SECRETS_KEY", "a3VyaWVyLXRlc3Qtc2VjcmV0cy1rZXktMzItYnl0ZXM=",
        "KURIER_TARGETS_ALLOW", "127.0.0.0/8",
        "KURIER_TARGETS_REQUIRE_HTTPS", "false",
        // A take-over within seconds, so that the test need not wait for the real term.
        "KURIER_CLUSTER_LEASE", "3S",
        "QUARKUS_HTTP_PORT", Integer.toString(port));
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Posts JSON as the admin; the answer's body. */
  public String post(String path, String json, int expected) throws InterruptedException {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(uri(path))
                  .header("Authorization", "Bearer " + KEY)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(json))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(expected, answer.statusCode(), answer.body());
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates a webhook for all events; {@code more} as in {@link Api#webhook}. */
  public void createWebhook(String url, String more) throws InterruptedException {
    post(
        "/v1/webhooks",
        "{\"name\":\"n\",\"url\":\"%s\",\"events\":[\"*\"]%s}".formatted(url, more),
        201);
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    waitForEnd();
  }

  /** As Kubernetes does first. */
  public void stop() {
    process.destroy();
    waitForEnd();
  }

  @Override
  public void close() {
    kill();
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
      throw new AssertionError("the service did not start, see target/node-" + port + ".log");
    }
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(uri("/q/health/ready")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
