package io.kurier.problem;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request makes its effect depend on (RFC 9110, section 13). Versions are compared by entity
 * tags; nothing here has a Last-Modified, so a condition on a time can't be checked. A request that
 * changes something is refused then, since it would take effect though its sender forbade it.
 *
 * @param ifMatch null without the header
 * @param ifNoneMatch null without the header
 * @param ifUnmodifiedSince whether there is such a header
 */
public record Conditions(
    @Nullable Tags ifMatch, @Nullable Tags ifNoneMatch, boolean ifUnmodifiedSince) {

  private static final Pattern TAG =
      Pattern.compile("\\G\\s*(W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")\\s*(,|$)");

  /**
   * A list of entity tags.
   *
   * @param isAny the asterisk: whatever is there
   * @param strong those that name the same bytes
   * @param weak those that name the same meaning, without the {@code W/}
   */
  public record Tags(boolean isAny, Set<String> strong, Set<String> weak) {

    private static final Tags ANY = new Tags(true, Set.of(), Set.of());

    /** The strong comparison (section 8.8.3.2). */
    boolean matchStrongly(String tag) {
      return isAny || strong.contains(tag);
    }

    /** The weak comparison, which does not care about the {@code W/}. */
    boolean matchWeakly(String tag) {
      return matchStrongly(tag) || weak.contains(tag);
    }
  }

  /**
   * Reads the headers of a request.
   *
   * @throws DomainError 400 if one is not a list of entity tags
   */
  public static Conditions of(HttpHeaders headers) {
    return of(
        headers.getRequestHeader(HttpHeaders.IF_MATCH),
        headers.getRequestHeader(HttpHeaders.IF_NONE_MATCH),
        headers.getHeaderString(HttpHeaders.IF_UNMODIFIED_SINCE) != null);
  }

  /**
   * Reads the lines of each header, of which several are one list; null or none without it.
   *
   * @throws DomainError 400 if one is not a list of entity tags
   */
  static Conditions of(
      @Nullable List<String> ifMatch,
      @Nullable List<String> ifNoneMatch,
      boolean ifUnmodifiedSince) {
    return new Conditions(
        tags(HttpHeaders.IF_MATCH, ifMatch),
        tags(HttpHeaders.IF_NONE_MATCH, ifNoneMatch),
        ifUnmodifiedSince);
  }

  /** The strong entity tag of a version. */
  public static String tagOf(int version) {
    return "\"" + version + "\"";
  }

  /**
   * Ends a request that changes something if it may not.
   *
   * @param version the present one
   * @throws DomainError 412 if a condition does not hold, 400 if one can't be checked
   */
  public void requireFor(int version) {
    require(tagOf(version));
  }

  /**
   * Ends a request that changes something which has no entity tag, if it may not: what names a tag
   * can't be met, and what says that nothing may be there neither.
   *
   * @throws DomainError 412 if a condition does not hold, 400 if one can't be checked
   */
  void requireForUntagged() {
    require(null);
  }

  /**
   * Whether whoever asks has this version already, and gets 304.
   *
   * @throws DomainError 412 if it asked for another one only
   */
  public boolean hasAlready(int version) {
    String tag = tagOf(version);
    if (ifMatch != null && !ifMatch.matchStrongly(tag)) {
      throw DomainError.stale();
    }
    return ifNoneMatch != null && ifNoneMatch.matchWeakly(tag);
  }

  private void require(@Nullable String tag) {
    if (ifMatch != null) {
      if (!(tag == null ? ifMatch.isAny() : ifMatch.matchStrongly(tag))) {
        throw DomainError.stale();
      }
    } else if (ifUnmodifiedSince) {
      throw DomainError.malformed(
          "If-Unmodified-Since can't be checked, as nothing here has a Last-Modified: use If-Match"
              + " with the ETag.");
    }
    if (ifNoneMatch != null && (tag == null ? ifNoneMatch.isAny() : ifNoneMatch.matchWeakly(tag))) {
      throw DomainError.exists();
    }
  }

  private static @Nullable Tags tags(String name, @Nullable List<String> lines) {
    if (lines == null || lines.isEmpty()) {
      return null;
    }
    String list = String.join(",", lines).strip();
    if (list.equals("*")) {
      return Tags.ANY;
    }
    Set<String> strong = new HashSet<>();
    Set<String> weak = new HashSet<>();
    Matcher tag = TAG.matcher(list);
    int end = 0;
    while (end < list.length() && tag.find()) {
      end = tag.end();
      (tag.group(1) == null ? strong : weak).add(tag.group(2));
    }
    if (end < list.length() || list.isEmpty()) {
      throw DomainError.malformed(name + " must be * or entity tags in double quotes.");
    }
    return new Tags(false, strong, weak);
  }
}
