package io.kurier.event;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request whose events are committed: what is remembered under its idempotency key,
 * so that a repeated request is answered by it, whatever has changed meanwhile.
 *
 * @param events in the order in which they came
 * @param rejected how many lines of NDJSON were not kept; null where the request was none, and
 *     where a version remembered it that kept neither this nor the lines
 */
record KeptAnswer(List<Submission.Kept> events, @Nullable Integer rejected) {

  /** In the first element alone. */
  private static final int PLACE_OF_REJECTED = 3;

  /**
   * The view.
   *
   * @param faults of lines, as they are found now: those of lines that were kept do not count
   */
  EventsAccepted accepted(List<EventsAccepted.LineFault> faults) {
    List<EventsAccepted.EventAccepted> views = new ArrayList<>(events.size());
    for (Submission.Kept kept : events) {
      views.add(new EventsAccepted.EventAccepted(kept.line(), kept.id(), kept.deliveries()));
    }
    return new EventsAccepted(
        views.size(), rejected, views, rejected == null ? null : ofRejected(faults));
  }

  private List<EventsAccepted.LineFault> ofRejected(List<EventsAccepted.LineFault> faults) {
    if (faults.isEmpty()) {
      return faults;
    }
    Set<@Nullable Integer> kept =
        events.stream().map(Submission.Kept::line).collect(Collectors.toSet());
    return faults.stream().filter(fault -> !kept.contains(fault.line())).toList();
  }

  /**
   * As it is remembered: {@code [[id, deliveries, line, rejected], [id, deliveries, line], …]}.
   * Former versions read the first two of each.
   */
  String text() {
    JsonArray text = new JsonArray();
    for (Submission.Kept kept : events) {
      JsonArray each = new JsonArray().add(kept.id().toString()).add(kept.deliveries());
      if (kept.line() != null) {
        each.add(kept.line());
        if (text.isEmpty() && rejected != null) {
          each.add(rejected);
        }
      }
      text.add(each);
    }
    return text.encode();
  }

  /** Reads what {@link #text()} wrote, of this version or a former one. */
  static KeptAnswer of(String text) {
    List<JsonArray> all = new JsonArray(text).stream().map(JsonArray.class::cast).toList();
    List<Submission.Kept> events = new ArrayList<>(all.size());
    for (JsonArray each : all) {
      events.add(
          new Submission.Kept(
              number(each, 2), UUID.fromString(each.getString(0)), each.getInteger(1)));
    }
    return new KeptAnswer(events, all.isEmpty() ? null : number(all.getFirst(), PLACE_OF_REJECTED));
  }

  private static @Nullable Integer number(JsonArray kept, int place) {
    return place < kept.size() ? kept.getInteger(place) : null;
  }
}
