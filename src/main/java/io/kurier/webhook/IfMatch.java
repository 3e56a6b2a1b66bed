package io.kurier.webhook;

import io.kurier.problem.DomainError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code If-Match} of a request (RFC 9110, section 13.1.1).
 *
 * @param isAny without a condition: the header is absent, or {@code *}
 * @param tags the strong tags; a weak one matches nothing, since the comparison is the strong one
 */
record IfMatch(boolean isAny, Set<String> tags) {

  static final IfMatch ANY = new IfMatch(true, Set.of());

  private static final Pattern TAG =
      Pattern.compile("\\G\\s*(W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")\\s*(,|$)");

  /**
   * Reads the header.
   *
   * @param lines the header's lines, of which several are one list; null or none without it
   * @throws DomainError 400 if it is not a list of entity tags
   */
  static IfMatch of(@Nullable List<String> lines) {
    if (lines == null || lines.isEmpty()) {
      return ANY;
    }
    String list = String.join(",", lines).strip();
    if (list.equals("*")) {
      return ANY;
    }
    Set<String> tags = new HashSet<>();
    Matcher tag = TAG.matcher(list);
    int end = 0;
    while (end < list.length() && tag.find()) {
      end = tag.end();
      if (tag.group(1) == null) {
        tags.add(tag.group(2));
      }
    }
    if (end < list.length() || list.isEmpty()) {
      throw DomainError.malformed("If-Match must be * or entity tags in double quotes.");
    }
    return new IfMatch(false, tags);
  }

  /** The strong entity tag of a version. */
  static String tagOf(int version) {
    return "\"" + version + "\"";
  }

  /**
   * Ends the request if it does not fit.
   *
   * @throws DomainError 412 if the present version is none of those asked for
   */
  void requireMatch(int version) {
    if (!isAny && !tags.contains(tagOf(version))) {
      throw DomainError.stale();
    }
  }
}
