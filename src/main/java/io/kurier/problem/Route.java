package io.kurier.problem;

import java.util.Arrays;
import java.util.List;

/**
 * A path of the interface.
 *
 * @param template with names in braces for what differs: {@code /v1/webhooks/{id}}
 * @param methods those that it takes, sorted; HEAD where GET is, and OPTIONS
 * @param patchTypes the media types that a PATCH of it takes; empty without PATCH
 */
record Route(String template, List<String> methods, List<String> patchTypes) {

  Route {
    methods = List.copyOf(methods);
    patchTypes = List.copyOf(patchTypes);
  }

  /** As {@code Allow} has them (RFC 9110, section 10.2.1). */
  String allow() {
    return String.join(", ", methods);
  }

  /** As {@code Accept-Patch} has them (RFC 5789, section 3.1); empty without PATCH. */
  String acceptPatch() {
    return String.join(", ", patchTypes);
  }

  /** How many names it has. */
  long parameters() {
    return template.chars().filter(letter -> letter == '{').count();
  }

  /** Whether a path is one of these. */
  boolean takes(List<String> segments) {
    List<String> own = segments(template);
    if (own.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < own.size(); i++) {
      String segment = segments.get(i);
      if (own.get(i).startsWith("{") ? segment.isEmpty() : !own.get(i).equals(segment)) {
        return false;
      }
    }
    return true;
  }

  /** What stands between the slashes. A slash at the end makes no difference. */
  static List<String> segments(String path) {
    return Arrays.asList(withoutSlash(path).split("/", -1));
  }

  static String withoutSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
