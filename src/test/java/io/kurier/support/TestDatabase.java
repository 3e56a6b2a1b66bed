package io.kurier.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One {@link Postgres} below {@code target/}, for all tests of a run. {@code StartTest} carries the
 * annotation that makes it global, so no other test names it.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

  private static final String USER = "postgres";
  private static final String NAME = "postgres";

  private @Nullable EmbeddedPostgres server;

  @Override
  public Map<String, String> start() {
    EmbeddedPostgres started = startServer();
    server = started;
    String address = "postgresql://127.0.0.1:" + started.getPort() + "/" + NAME;
    return Map.of(
        "kurier.database-url",
        address.replace("//", "//" + USER + ":unused@"),
        "quarkus.datasource.reactive.url",
        address,
        "quarkus.datasource.jdbc.url",
        "jdbc:" + address,
        "quarkus.datasource.username",
        USER,
        "quarkus.datasource.password",
        "unused",
        // The packaged service of the ITs runs in the profile prod, and calls receivers of tests.
        "kurier.targets.allow",
        "127.0.0.0/8,::1/128",
        "kurier.targets.require-https",
        "false",
        "kurier.admin-key",
        "kurier-test-admin-key",
        "kurier.secrets-key",
        "a3VyaWVyLXRlc3Qtc2VjcmV0cy1rZXktMzItYnl0ZXM=");
  }

  /** Where it listens. */
  public int port() {
    return Objects.requireNonNull(server, "it runs").getPort();
  }

  @Override
  public void stop() {
    EmbeddedPostgres running = server;
    if (running != null) {
      try {
        running.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static EmbeddedPostgres startServer() {
    try {
      return Postgres.builder()
          .setDataDirectory(Files.createTempDirectory(Path.of("target"), "database-"))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
