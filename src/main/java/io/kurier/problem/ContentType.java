package io.kurier.problem;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Content-Type says (RFC 9110 section 8.3): one reading of it for all paths.
 *
 * @param mediaType type and subtype in lower case
 * @param parameters by name in lower case, unquoted; of {@code charset} it is known that it names
 *     UTF-8, and it is left out
 */
public record ContentType(String mediaType, Map<String, String> parameters) {

  private static final String JSON = "application/json";
  private static final ContentType PLAIN_JSON = new ContentType(JSON, Map.of());

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[ \\t]*(" + TOKEN + "/" + TOKEN + ")[ \\t]*");

  /** No media type is longer, and the pattern for quoted strings recurses. */
  private static final int MAX_LENGTH = 1_000;

  /** A parameter may be empty: {@code a/b;} is as good as {@code a/b}. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";[ \\t]*(?:("
              + TOKEN
              + ")[ \\t]*=[ \\t]*(?:("
              + TOKEN
              + ")|\"((?:[^\"\\\\]|\\\\.)*+)\"))?[ \\t]*");

  public ContentType {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads the header.
   *
   * @param header its value; null where there is none, which reads as an empty media type
   * @throws DomainError 415 if it is no media type, or names another charset than UTF-8
   */
  public static ContentType of(@Nullable String header) {
    if (JSON.equals(header)) {
      return PLAIN_JSON;
    }
    if (header == null) {
      return new ContentType("", Map.of());
    }
    Matcher type = MEDIA_TYPE.matcher(header);
    if (header.length() > MAX_LENGTH || !type.lookingAt()) {
      throw unreadable();
    }
    Map<String, String> parameters = new TreeMap<>();
    Matcher parameter = PARAMETER.matcher(header).region(type.end(), header.length());
    int end = type.end();
    while (parameter.lookingAt()) {
      String name = parameter.group(1);
      if (name != null) {
        put(name.toLowerCase(Locale.ROOT), value(parameter), parameters);
      }
      end = parameter.end();
      parameter.region(end, header.length());
    }
    if (end < header.length()) {
      throw unreadable();
    }
    return new ContentType(type.group(1).toLowerCase(Locale.ROOT), parameters);
  }

  private static void put(String name, String value, Map<String, String> parameters) {
    if (!name.equals("charset")) {
      parameters.put(name, value);
    } else if (!value.equalsIgnoreCase("utf-8") && !value.equalsIgnoreCase("utf8")) {
      throw DomainError.unsupported("Send UTF-8: leave charset out, or send charset=utf-8.");
    }
  }

  private static String value(Matcher parameter) {
    String token = parameter.group(2);
    return token == null ? parameter.group(3).replaceAll("\\\\(.)", "$1") : token;
  }

  private static DomainError unreadable() {
    return DomainError.unsupported("Content-Type must be one media type, such as " + JSON + ".");
  }

  /** The same for all headers that mean the same; the charset, being UTF-8 always, is left out. */
  public String canonical() {
    StringBuilder text = new StringBuilder(mediaType);
    new TreeMap<>(parameters)
        .forEach((name, value) -> text.append("; ").append(name).append('=').append(value));
    return text.toString();
  }
}
