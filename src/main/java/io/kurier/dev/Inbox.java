package io.kurier.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last requests that came to each name: at most 20 names, and of each 100 requests or 8 MiB.
 * What is oldest goes first.
 */
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test"})
class Inbox {

  static final int MOST_NAMES = 20;
  static final int MOST_REQUESTS = 100;
  static final int MOST_BYTES = 8 * 1_024 * 1_024;

  /** Newest first; the name that was used last comes last. */
  private final Map<String, Deque<Received>> byName = new LinkedHashMap<>();

  synchronized void add(String name, Received request) {
    Deque<Received> requests = byName.remove(name);
    if (requests == null) {
      requests = new ArrayDeque<>();
      if (byName.size() == MOST_NAMES) {
        byName.remove(byName.keySet().iterator().next());
      }
    }
    byName.put(name, requests);
    requests.addFirst(request);
    while (requests.size() > MOST_REQUESTS || bytes(requests) > MOST_BYTES) {
      requests.removeLast();
    }
  }

  /** Newest first. */
  synchronized List<Received> of(String name) {
    return new ArrayList<>(byName.getOrDefault(name, new ArrayDeque<>()));
  }

  synchronized void clear(String name) {
    byName.remove(name);
  }

  private static int bytes(Deque<Received> requests) {
    return requests.stream().mapToInt(request -> request.kept().length).sum();
  }
}
