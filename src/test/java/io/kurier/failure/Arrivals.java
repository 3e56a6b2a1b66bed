package io.kurier.failure;

import io.kurier.support.Receiver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What arrived at a receiver and was acknowledged, by path: which events, and how often each. */
final class Arrivals {

  private static final Pattern ID = Pattern.compile("\"n\":\"([^\"]+)\"");

  private final Map<String, Map<String, Integer>> byPath = new ConcurrentHashMap<>();
  private final Map<String, String> webhookIds = new ConcurrentHashMap<>();
  private final Map<String, Integer> changedIds = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();

  /** Notes what a request brought, and acknowledges it. */
  Receiver.Answer acknowledge(Receiver.Got got) {
    note(got);
    return Receiver.Answer.of(200, "{\"status\":\"OK\"}");
  }

  void note(Receiver.Got got) {
    requests.incrementAndGet();
    List<String> ids = ids(got);
    if (ids.isEmpty()) {
      return;
    }
    Map<String, Integer> counts = of(got.path());
    ids.forEach(id -> counts.merge(id, 1, Integer::sum));
    if (got.body()[0] != '[') {
      String key = got.path() + " " + ids.getFirst();
      String webhookId = got.header("X-Webhook-ID");
      String before = webhookIds.putIfAbsent(key, webhookId);
      if (before != null && !before.equals(webhookId)) {
        changedIds.merge(key, 1, Integer::sum);
      }
    }
  }

  static List<String> ids(Receiver.Got got) {
    return ID.matcher(got.text()).results().map((MatchResult match) -> match.group(1)).toList();
  }

  /** The events that arrived at a path. */
  Set<String> at(String path) {
    return of(path).keySet();
  }

  /** Events that arrived at a path beyond the first time each. */
  int duplicates(String path) {
    return of(path).values().stream().mapToInt(count -> count - 1).sum();
  }

  /** Single deliveries that came again under another {@code X-Webhook-ID}. */
  Map<String, Integer> changedIds() {
    return changedIds;
  }

  int requests() {
    return requests.get();
  }

  private Map<String, Integer> of(String path) {
    return byPath.computeIfAbsent(path, first -> new ConcurrentHashMap<>());
  }
}
