package io.kurier.webhook;

import io.kurier.problem.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The entries of a webhook's {@code events}: types, and patterns that end in {@code *}. What a
 * pattern takes is said here, for those who match and for those who list.
 */
public final class EventEntries {

  static final int MOST = 50;

  /** What Kurier sends on its own account; no pattern includes it unless it begins with it. */
  private static final String RESERVED = "kurier.";

  private static final Pattern WILDCARD = Pattern.compile("[a-z0-9_.-]{0,128}\\*");

  private EventEntries() {}

  /** Notes what is wrong with the entries. A pattern may match types that don't exist yet. */
  static void check(
      List<String> entries, Predicate<String> knowsType, String pointer, Faults faults) {
    if (entries.isEmpty() || entries.size() > MOST) {
      faults.add(pointer, "must have 1 to 50 entries");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      String entry = entries.get(i);
      if (!seen.add(entry)) {
        faults.add(pointer + "/" + i, "stands there twice");
      } else if (entry.indexOf('*') >= 0) {
        if (!WILDCARD.matcher(entry).matches()) {
          faults.add(
              pointer + "/" + i,
              "must be a pattern of a-z, 0-9, '_', '.', '-' with one '*' at its end");
        }
      } else if (!knowsType.test(entry)) {
        faults.add(pointer + "/" + i, "is no event type that is known");
      }
    }
  }

  /** Whether events of this type are sent by Kurier alone. */
  public static boolean isReserved(String type) {
    return type.startsWith(RESERVED);
  }

  /** Whether a pattern takes events of this type; it ends in {@code *}. */
  public static boolean takes(String pattern, String type) {
    int length = pattern.length() - 1;
    return length >= shortestPrefix(type) && type.regionMatches(0, pattern, 0, length);
  }

  /** Every entry that takes events of this type: itself, and each pattern over it. */
  static List<String> covering(String type) {
    List<String> entries = new ArrayList<>(type.length() + 2);
    entries.add(type);
    for (int length = shortestPrefix(type); length <= type.length(); length++) {
      entries.add(type.substring(0, length) + "*");
    }
    return entries;
  }

  private static int shortestPrefix(String type) {
    return isReserved(type) ? RESERVED.length() : 0;
  }
}
