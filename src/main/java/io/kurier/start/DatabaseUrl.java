package io.kurier.start;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is and how to get in, as libpq writes it: {@code
 * postgresql://user:password@host:port/database?sslmode=…&sslrootcert=…}, with whatever is special
 * in user, password and database percent-encoded.
 */
record DatabaseUrl(
    String host,
    int port,
    String database,
    String user,
    @Nullable String password,
    DatabaseParameters parameters) {

  private static final int DEFAULT_PORT = 5432;
  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");

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
    return new DatabaseUrl(
        host,
        uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort(),
        path == null || path.length() < 2 ? user : decode(path.substring(1)),
        user,
        credentials.length == 1 ? null : decode(credentials[1]),
        DatabaseParameters.parse(uri.getRawQuery()));
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
    properties.put(
        "quarkus.datasource.reactive.additional-properties.application_name",
        parameters.applicationName());
    // Of both drivers: OwnConnections reads it too.
    properties.put("quarkus.datasource.jdbc.login-timeout", parameters.connectTimeout() + "S");
    properties.put("quarkus.datasource.jdbc.acquisition-timeout", acquisition() + "S");
    properties.put("quarkus.datasource.reactive.postgresql.ssl-mode", parameters.sslMode());
    String sslRootCert = parameters.sslRootCert();
    if (sslRootCert != null) {
      properties.put("quarkus.datasource.reactive.trust-certificate-pem", "true");
      properties.put("quarkus.datasource.reactive.trust-certificate-pem.certs", sslRootCert);
    } else {
      properties.put("quarkus.datasource.reactive.trust-all", "true");
    }
    if (parameters.verifiesHost()) {
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
    String sslRootCert = parameters.sslRootCert();
    return "jdbc:postgresql://"
        + address()
        + "?sslmode="
        + parameters.sslMode()
        + (sslRootCert == null ? "" : "&sslrootcert=" + encode(sslRootCert))
        // A host that swallows packets must not hold the start up for the system's two minutes. A
        // server that died without a word is noticed by the system's keep-alive.
        + "&connectTimeout="
        + parameters.connectTimeout()
        + "&tcpKeepAlive=true&ApplicationName="
        + encode(parameters.applicationName())
        + "&channelBinding="
        + parameters.channelBinding()
        + (parameters.asksForWritable() ? "&targetServerType=primary" : "");
  }

  /** Seconds for which a connection is waited for: longer than it takes to find that none comes. */
  private int acquisition() {
    return parameters.connectTimeout() + 3;
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      String authority = uri.getRawAuthority();
      if (authority != null && authority.substring(authority.lastIndexOf('@') + 1).contains(",")) {
        throw new SettingError(
            "KURIER_DATABASE_URL takes one host: an address that follows the primary, such as a"
                + " service or a proxy.");
      }
      return uri;
    } catch (URISyntaxException e) {
      throw notAUrl();
    }
  }

  private static SettingError notAUrl() {
    return new SettingError(
        "KURIER_DATABASE_URL must be postgresql://user:password@host:port/database, with special"
            + " characters of user and password percent-encoded.");
  }

  /** What was percent-encoded. */
  static String decode(String text) {
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
