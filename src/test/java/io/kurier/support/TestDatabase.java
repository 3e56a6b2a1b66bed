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
 * One PostgreSQL 18 below {@code target/}, for all tests of a run. {@code StartTest} carries the
 * annotation that makes it global, so no other test names it. It runs in a time zone that is not
 * UTC and has no whole hours, so that whoever relies on the database's zone is found out.
 */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

  private static final String ZONE = "Asia/Kathmandu";
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
        // The packaged service of the ITs runs in the profile prod.
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
      return EmbeddedPostgres.builder()
          .setOverrideWorkingDirectory(Path.of("target", "postgresql").toFile())
          .setDataDirectory(Files.createTempDirectory(Path.of("target"), "database-"))
          .setLocaleConfig("locale", "C")
          .setLocaleConfig("locale-provider", "builtin")
          .setLocaleConfig("builtin-locale", "C.UTF-8")
          .setServerConfig("timezone", ZONE)
          .setServerConfig("listen_addresses", "127.0.0.1")
          .setServerConfig("max_connections", "200")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
