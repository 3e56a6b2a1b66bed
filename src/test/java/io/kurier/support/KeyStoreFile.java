package io.kurier.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key and its own certificate for this machine, in a PKCS #12 file: a server's identity, and what
 * trusts it.
 */
public record KeyStoreFile(Path path, String password) {

  /** Makes a new one below {@code target/}. */
  public static KeyStoreFile make() {
    try {
      Path path = Files.createTempDirectory(Path.of("target"), "key-").resolve("key.p12");
      String password = "changeit";
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "receiver",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=receiver",
                  "-ext",
                  "san=ip:127.0.0.1,ip:::1,dns:localhost",
                  "-storetype",
                  "PKCS12",
                  "-keystore",
                  path.toString(),
                  "-storepass",
                  password)
              .inheritIO()
              .start();
      assertEquals(0, keytool.waitFor());
      return new KeyStoreFile(path, password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
