package io.kurier.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A key and its own certificate for this machine, in a PKCS #12 file: a server's identity, and what
 * trusts it.
 */
public record KeyStoreFile(Path path, String password) {

  private static final String ALIAS = "receiver";

  /**
   * The same in PEM, which most servers read.
   *
   * @param both key and certificate in one file
   */
  public record Pem(Path key, Path certificate, Path both) {}

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
                  ALIAS,
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

  /** Writes the key and the certificate beside this file. */
  public Pem pem() {
    try {
      KeyStore store = KeyStore.getInstance(path.toFile(), password.toCharArray());
      String key = pem("PRIVATE KEY", store.getKey(ALIAS, password.toCharArray()).getEncoded());
      String certificate = pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
      return new Pem(
          write("key.pem", key),
          write("certificate.pem", certificate),
          write("both.pem", certificate + key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(path.resolveSibling(name), text).toAbsolutePath();
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), what);
  }
}
