package io.kurier.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The PostgreSQL of the tests. The system property {@code postgresql} says which: 18 is the
 * embedded one of the service itself, 15 the oldest that is supported. Both run in a time zone that
 * is not UTC and has no whole hours, so that whoever relies on the database's zone is found out.
 */
final class Postgres {

  private static final boolean OLDEST = "15".equals(System.getProperty("postgresql"));

  private Postgres() {}

  static EmbeddedPostgres.Builder builder() {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setLocaleConfig("locale", "C")
            .setServerConfig("timezone", "Asia/Kathmandu")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("max_connections", "200")
            .setOverrideWorkingDirectory(Path.of("target", "postgresql").toFile());
    return OLDEST
        ? builder
            .setLocaleConfig("encoding", "UTF8")
            .setPgBinaryResolver((system, machine) -> oldest())
        : builder
            .setLocaleConfig("locale-provider", "builtin")
            .setLocaleConfig("builtin-locale", "C.UTF-8");
  }

  /** Both versions' archives have the same name, so only one of them can be on the class path. */
  private static InputStream oldest() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "postgresql-15"));
        ZipFile jar = new ZipFile(jars.findFirst().orElseThrow().toFile())) {
      ZipEntry archive =
          jar.stream().filter(entry -> entry.getName().endsWith(".txz")).findFirst().orElseThrow();
      try (InputStream bytes = jar.getInputStream(archive)) {
        return new ByteArrayInputStream(bytes.readAllBytes());
      }
    }
  }
}
