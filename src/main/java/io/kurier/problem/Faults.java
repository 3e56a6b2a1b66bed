package io.kurier.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, so that one answer names everything. */
public final class Faults {

  private static final int MAX_KEPT = 100;

  /** Longer texts quote what the client sent, and it knows that. */
  private static final int MAX_DETAIL = 500;

  private static final int MAX_POINTER = 1_000;

  private final List<Fault> found = new ArrayList<>();
  private int count;

  /**
   * Notes a fault. Past the first hundred they are only counted, since nobody reads further; texts
   * are cut to a length that can be kept for each.
   */
  public void add(String pointer, String detail) {
    count++;
    if (found.size() < MAX_KEPT) {
      found.add(new Fault(cutPointer(unicode(pointer)), cut(unicode(detail))));
    }
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All that were noted, also those that are not kept. */
  public int count() {
    return count;
  }

  /** Whether more were noted than are kept: to look for others is of no use. */
  public boolean isFull() {
    return count > MAX_KEPT;
  }

  public List<Fault> list() {
    return List.copyOf(found);
  }

  /**
   * Ends the request if anything was wrong.
   *
   * @throws DomainError 422 with every fault
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw DomainError.invalid(found);
    }
  }

  /** The pointer of a member below another; escapes as RFC 6901 says. */
  public static String below(String pointer, String member) {
    return pointer + "/" + member.replace("~", "~0").replace("/", "~1");
  }

  /** Half of a surrogate pair, which a name or a value may hold, can't be written in an answer. */
  private static String unicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }

  private static String cut(String detail) {
    if (detail.length() <= MAX_DETAIL) {
      return detail;
    }
    int end = MAX_DETAIL - 1;
    return detail.substring(0, Character.isHighSurrogate(detail.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }

  /** The nearest place above that has a short name. */
  private static String cutPointer(String pointer) {
    return pointer.length() <= MAX_POINTER
        ? pointer
        : pointer.substring(0, Math.max(0, pointer.lastIndexOf('/', MAX_POINTER)));
  }
}
