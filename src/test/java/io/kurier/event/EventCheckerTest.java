package io.kurier.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.time.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventCheckerTest {

  private static Checked lines(Set<String> types, String... lines) {
    Posted posted =
        Posted.of(
            "application/x-ndjson", false, Map.of(), String.join("\n", lines).getBytes(UTF_8));
    return new EventChecker(account -> Subscriptions.of(types, Map.of(), List.of()))
        .check("acme", posted, WorkBudget.ofRequest());
  }

  private static KeptAnswer keep(Checked checked) {
    List<Submission.Kept> kept = new ArrayList<>();
    checked
        .good()
        .forEach(
            each -> kept.add(new Submission.Kept(each.line(), Ids.next(Clock.systemUTC()), 1)));
    return new KeptAnswer(kept, checked.rejected());
  }

  /** By what was kept then, and not by the lines that could be kept now. */
  @Test
  void aRepeatedRequestIsAnsweredTheSameThoughEventTypesHaveChanged() {
    String[] lines = {"{\"type\":\"new\"}", "{\"type\":\"old\"}", "{}", "{\"type\":\"old\"}"};
    Checked first = lines(Set.of("old"), lines);
    EventsAccepted answered = keep(first).accepted(first.faults());
    assertEquals(List.of(2, 4), linesOf(answered));
    assertEquals(2, answered.rejected());
    assertEquals(List.of("1 /type", "3 /type"), faultsOf(answered));

    KeptAnswer remembered = KeptAnswer.of(keep(first).text());
    for (Set<String> types : List.of(Set.of("old"), Set.of("new"), Set.of("old", "new"))) {
      EventsAccepted repeated = remembered.accepted(lines(types, lines).faults());
      assertEquals(List.of(2, 4), linesOf(repeated));
      assertEquals(2, repeated.rejected());
      assertEquals(
          types.contains("new") ? List.of("3 /type") : List.of("1 /type", "3 /type"),
          faultsOf(repeated));
    }
  }

  private static List<Integer> linesOf(EventsAccepted answer) {
    return answer.events().stream().map(EventsAccepted.EventAccepted::line).toList();
  }

  private static List<String> faultsOf(EventsAccepted answer) {
    return Stream.ofNullable(answer.errors())
        .flatMap(List::stream)
        .map(fault -> fault.line() + " " + fault.pointer())
        .toList();
  }
}
