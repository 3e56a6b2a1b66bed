package io.kurier.start;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a {@link DatabaseUrl}: those of libpq's (PostgreSQL documentation, 32.1.2) that
 * have an effect here, or that ask for what happens anyway. The others are refused, so that nobody
 * relies on a parameter that does nothing.
 *
 * @param sslMode one of libpq's; {@code prefer} where nothing is said
 * @param sslRootCert file with the certificates of the authorities that are trusted, PEM
 * @param applicationName what the database's own list of sessions calls the connections
 * @param connectTimeout how long a connection may take to be made, log-in included, in seconds
 * @param channelBinding whether the log-in is bound to the TLS connection, where the server can
 * @param targetSessionAttrs what the server must be; the service connects only to one that takes
 *     writes, whatever is said
 */
record DatabaseParameters(
    String sslMode,
    @Nullable String sslRootCert,
    String applicationName,
    int connectTimeout,
    String channelBinding,
    String targetSessionAttrs) {

  private static final String APPLICATION_NAME = "application_name";
  private static final String CHANNEL_BINDING = "channel_binding";
  private static final String CONNECT_TIMEOUT = "connect_timeout";
  private static final String SSL_MODE = "sslmode";
  private static final String SSL_ROOT_CERT = "sslrootcert";
  private static final String TARGET_SESSION_ATTRS = "target_session_attrs";

  private static final String KNOWN =
      "application_name, channel_binding, connect_timeout, sslmode, sslrootcert and"
          + " target_session_attrs";

  private static final String DEFAULT_NAME = "kurier";
  private static final int DEFAULT_TIMEOUT = 5;

  /** A connection on which nothing moves for so long is closed, also while it logs in. */
  private static final int LONGEST_TIMEOUT = 15;

  private static final Set<String> UNVERIFIED = Set.of("disable", "allow", "prefer", "require");
  private static final Set<String> VERIFIED = Set.of("verify-ca", "verify-full");
  private static final Set<String> WRITABLE = Set.of("any", "read-write", "primary");

  /** What is not written like a parameter's name may be a part of a password. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]{2,32}");

  private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,9}");

  /** Where the server is known to have no TLS. */
  static final DatabaseParameters PLAIN = parse(SSL_MODE + "=disable");

  /**
   * Reads them.
   *
   * @param query of the URL, percent-encoded
   * @throws SettingError if some are unknown or wrong; it names all of them, and no values
   */
  static DatabaseParameters parse(@Nullable String query) {
    Map<String, String> left = split(query);
    List<String> faults = new ArrayList<>();
    String rootCert = emptyToNull(left.remove(SSL_ROOT_CERT));
    String mode = sslMode(emptyToNull(left.remove(SSL_MODE)), rootCert, faults);
    String name = emptyToNull(left.remove(APPLICATION_NAME));
    int timeout = timeout(emptyToNull(left.remove(CONNECT_TIMEOUT)), faults);
    String binding =
        oneOf(
            Set.of("prefer", "disable"),
            emptyToNull(left.remove(CHANNEL_BINDING)),
            "prefer",
            CHANNEL_BINDING
                + " must be prefer or disable: the drivers can't be made to insist on it",
            faults);
    String target =
        oneOf(
            WRITABLE,
            emptyToNull(left.remove(TARGET_SESSION_ATTRS)),
            "any",
            TARGET_SESSION_ATTRS
                + " must be read-write, primary or any: Kurier writes, and connects only to a"
                + " server that takes writes",
            faults);
    if (!left.isEmpty()) {
      faults.addFirst(unknown(left.keySet()));
    }
    if (!faults.isEmpty()) {
      throw new SettingError("KURIER_DATABASE_URL: " + String.join("; ", faults) + ".");
    }
    return new DatabaseParameters(
        mode, rootCert, name == null ? DEFAULT_NAME : name, timeout, binding, target);
  }

  /** Whether the certificate of the server must be issued for its host. */
  boolean verifiesHost() {
    return sslMode.equals("verify-full");
  }

  /** Whether something was said of what the server must be. */
  boolean asksForWritable() {
    return !targetSessionAttrs.equals("any");
  }

  /** As libpq does it, the last of several values of a name counts. */
  private static Map<String, String> split(@Nullable String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String parameter : query.split("&", -1)) {
        String[] pair = parameter.split("=", 2);
        String name = pair.length == 1 ? "" : DatabaseUrl.decode(pair[0]);
        parameters.put(name, DatabaseUrl.decode(pair[pair.length - 1]));
      }
    }
    return parameters;
  }

  private static String unknown(Set<String> names) {
    boolean areNames = names.stream().allMatch(name -> NAME.matcher(name).matches());
    String what =
        areNames
            ? "there is no parameter '" + String.join("', '", names) + "'"
            : "what follows the question mark is no list of parameters";
    return what + "; there are " + KNOWN;
  }

  private static String sslMode(
      @Nullable String mode, @Nullable String rootCert, List<String> faults) {
    if (mode == null) {
      return rootCert == null ? "prefer" : "verify-ca";
    }
    if (VERIFIED.contains(mode)) {
      if (rootCert == null) {
        faults.add(
            "sslmode="
                + mode
                + " needs sslrootcert, a file with the certificate of the authority to trust");
      }
      return mode;
    }
    if (!UNVERIFIED.contains(mode)) {
      faults.add("sslmode must be disable, allow, prefer, require, verify-ca or verify-full");
    }
    // As libpq does it: who names an authority wants it checked.
    return rootCert != null && mode.equals("require") ? "verify-ca" : mode;
  }

  /** Zero and less, with which libpq waits without an end, are the default here. */
  private static int timeout(@Nullable String seconds, List<String> faults) {
    if (seconds == null) {
      return DEFAULT_TIMEOUT;
    }
    if (!SECONDS.matcher(seconds).matches()) {
      faults.add(CONNECT_TIMEOUT + " must be a whole number of seconds");
      return DEFAULT_TIMEOUT;
    }
    int given = Integer.parseInt(seconds);
    return given <= 0 ? DEFAULT_TIMEOUT : Math.min(given, LONGEST_TIMEOUT);
  }

  private static String oneOf(
      Set<String> allowed,
      @Nullable String value,
      String otherwise,
      String fault,
      List<String> faults) {
    if (value == null) {
      return otherwise;
    }
    if (!allowed.contains(value)) {
      faults.add(fault);
    }
    return value;
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
