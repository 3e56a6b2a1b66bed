package io.kurier.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The URL that a webhook points to: which are fine, and how its query is kept from being seen. */
final class WebhookUrl {

  /** In characters. */
  static final int LONGEST = 2_048;

  private static final int HIGHEST_PORT = 65_535;

  /** What is shown instead of a value of the query. */
  private static final String MASK = "***";

  /** An asterisk as libraries write it that encode what they need not (RFC 3986, section 2.3). */
  private static final Pattern ENCODED_ASTERISK = Pattern.compile("%2A", Pattern.CASE_INSENSITIVE);

  private WebhookUrl() {}

  /** What is wrong with it, as the end of a sentence; empty if nothing is. */
  static Optional<String> fault(String url, boolean requireHttps) {
    if (url.length() > LONGEST) {
      return Optional.of("must not be longer than 2048 characters");
    }
    if (!url.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      return Optional.of(
          "must consist of visible ASCII characters: percent-encode others, and write the host as"
              + " punycode");
    }
    try {
      return Optional.ofNullable(fault(new URI(url), requireHttps));
    } catch (URISyntaxException e) {
      return Optional.of("is not a valid URL at character " + (e.getIndex() + 1));
    }
  }

  private static @Nullable String fault(URI url, boolean requireHttps) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && (requireHttps || !scheme.equals("http"))) {
      return requireHttps ? "must start with https://" : "must start with https:// or http://";
    }
    if (url.getRawUserInfo() != null
        || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
      return "must not hold a user name or password: use a header";
    }
    if (url.getHost() == null) {
      return "must have a host: a name of letters, digits, hyphens and dots, or an address";
    }
    if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
      return "must have a port from 1 to 65535, or none";
    }
    if (url.getRawFragment() != null) {
      return "must not have a fragment (#)";
    }
    return holdsMask(url.getRawQuery())
        ? "holds *** in its query, which stands for a value that was not shown: give the whole URL"
        : null;
  }

  /** What stands before the {@code ?}. */
  static String withoutQuery(String url) {
    int at = url.indexOf('?');
    return at < 0 ? url : url.substring(0, at);
  }

  /** What stands behind the {@code ?}; null where there is none. */
  static @Nullable String query(String url) {
    int at = url.indexOf('?');
    return at < 0 ? null : url.substring(at + 1);
  }

  static String joined(String withoutQuery, @Nullable String query) {
    return query == null ? withoutQuery : withoutQuery + "?" + query;
  }

  /**
   * The URL for lists and logs: a query often holds a secret, so its names stay and its values
   * don't.
   */
  static String masked(String url) {
    String query = query(url);
    if (query == null || query.isEmpty()) {
      return url;
    }
    return joined(
        withoutQuery(url),
        Arrays.stream(query.split("&", -1)).map(WebhookUrl::mask).collect(Collectors.joining("&")));
  }

  /**
   * Whether a URL is what lists show of another one. It may have been taken apart and put together
   * again on its way, with the asterisks encoded.
   */
  static boolean isMaskOf(String url, String whole) {
    return asterisksDecoded(url).equals(asterisksDecoded(masked(whole)));
  }

  private static String mask(String parameter) {
    // Without a name the whole may be the secret.
    return parameter.isEmpty() ? "" : parameter.substring(0, parameter.indexOf('=') + 1) + MASK;
  }

  private static boolean holdsMask(@Nullable String query) {
    return query != null && asterisksDecoded(query).contains(MASK);
  }

  private static String asterisksDecoded(String text) {
    return ENCODED_ASTERISK.matcher(text).replaceAll("*");
  }
}
