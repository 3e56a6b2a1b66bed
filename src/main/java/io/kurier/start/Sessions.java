package io.kurier.start;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which sessions of the server answered on each of several connections that were open at the same
 * time. Without a pooler, and with one that pools sessions, each connection has one session, and
 * each session one connection.
 */
record Sessions(List<List<String>> byConnection) {

  /** Whether a connection changed its session, or two connections had the same one. */
  boolean areShared() {
    Set<String> ofOthers = new HashSet<>();
    for (List<String> answers : byConnection) {
      Set<String> own = Set.copyOf(answers);
      if (own.size() > 1 || own.stream().anyMatch(ofOthers::contains)) {
        return true;
      }
      ofOthers.addAll(own);
    }
    return false;
  }
}
