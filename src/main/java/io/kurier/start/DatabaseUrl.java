package io.kurier.start;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is and how to get in, as libpq writes it: {@code
 * postgresql://user:password@host:port/database?sslmode=…&sslrootcert=…}, with whatever is special
 * in user, password and database percent-encoded.
 *
 * @param sslMode one of libpq's; {@code prefer} where nothing is said
 * @param sslRootCert file with the certificates of the authorities that are trusted, PEM
 */
record DatabaseUrl(
    String host,
    int port,
    String database,
    String user,
    @Nullable String password,
    String sslMode,
    @Nullable String sslRootCert) {

  private static final int DEFAULT_PORT = 5432;
  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
  private static final Set<String> UNVERIFIED = Set.of("disable", "allow", "prefer", "require");
  private static final Set<String> VERIFIED = Set.of("verify-ca", "verify-full");

  /**
   * Reads a URL.
   *
   * @throws SettingError if it is not such a URL; the message does not repeat it
   */
  static DatabaseUrl parse(String text) {
    URI uri = uri(text);
    String host = uri.getHost();
    String userInfo = uri.getRawUserInfo();
    if (uri.getScheme() == null
        || !SCHEMES.contains(uri.getScheme())
        || host == null
        || userInfo == null) {
      throw notAUrl();
    }
    String[] credentials = userInfo.split(":", 2);
    String user = decode(credentials[0]);
    String path = uri.getRawPath();
    Map<String, String> parameters = parameters(uri.getRawQuery());
    String sslRootCert = parameters.remove("sslrootcert");
    String sslMode = sslMode(parameters.remove("sslmode"), sslRootCert);
    if (!parameters.isEmpty()) {
      throw new SettingError(
          "KURIER_DATABASE_URL: there is no parameter '"
              + parameters.keySet().iterator().next()
              + "'; there are sslmode and sslrootcert.");
    }
    return new DatabaseUrl(
        host,
        uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(),
        path == null || path.length() < 2 ? user : decode(path.substring(1)),
        user,
        credentials.length == 1 ? null : decode(credentials[1]),
        sslMode,
        sslRootCert);
  }

  /** What both drivers are to be told, as properties of Quarkus. */
  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put("quarkus.datasource.reactive.url", "postgresql://" + address());
    properties.put("quarkus.datasource.jdbc.url", jdbcUrl());
    properties.put("quarkus.datasource.username", user);
    if (password != null) {
      properties.put("quarkus.datasource.password", password);
    }
    properties.put("quarkus.datasource.reactive.postgresql.ssl-mode", sslMode);
    if (sslRootCert != null) {
      properties.put("quarkus.datasource.reactive.trust-certificate-pem", "true");
      properties.put("quarkus.datasource.reactive.trust-certificate-pem.certs", sslRootCert);
    } else {
      properties.put("quarkus.datasource.reactive.trust-all", "true");
    }
    if (sslMode.equals("verify-full")) {
      properties.put("quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS");
    }
    return properties;
  }

  /** Host, port and database: what may be logged. */
  String address() {
    return host + ":" + port + "/" + encode(database);
  }

  @Override
  public String toString() {
    return address();
  }

  private String jdbcUrl() {
    return "jdbc:postgresql://"
        + address()
        + "?sslmode="
        + sslMode
        + (sslRootCert == null ? "" : "&sslrootcert=" + encode(sslRootCert))
        // Seconds: a host that swallows packets must not hold the start up for the system's two
        // minutes. A server that died without a word is noticed by the system's keep-alive.
        + "&connectTimeout=5&tcpKeepAlive=true&ApplicationName=kurier";
  }

  private static String sslMode(@Nullable String mode, @Nullable String rootCert) {
    if (mode == null) {
      return rootCert == null ? "prefer" : "verify-ca";
    }
    if (VERIFIED.contains(mode)) {
      if (rootCert == null) {
        throw new SettingError(
            "KURIER_DATABASE_URL: sslmode="
                + mode
                + " needs sslrootcert, a file with the certificate of the authority to trust.");
      }
      return mode;
    }
    if (!UNVERIFIED.contains(mode)) {
      throw new SettingError(
          "KURIER_DATABASE_URL: sslmode must be disable, allow, prefer, require, verify-ca or"
              + " verify-full.");
    }
    // As libpq does it: who names an authority wants it checked.
    return rootCert != null && mode.equals("require") ? "verify-ca" : mode;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw notAUrl();
    }
  }

  private static SettingError notAUrl() {
    return new SettingError(
        "KURIER_DATABASE_URL must be postgresql://user:password@host:port/database, with special"
            + " characters of user and password percent-encoded.");
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        String[] pair = parameter.split("=", 2);
        parameters.put(decode(pair[0]), pair.length == 1 ? "" : decode(pair[1]));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      // A plus is a plus in a URL; only forms make it a space.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw notAUrl();
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
