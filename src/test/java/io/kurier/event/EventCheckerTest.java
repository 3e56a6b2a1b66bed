package io.kurier.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import io.kurier.time.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCheckerTest {

  private static Checked lines(Set<String> types, String... lines) {
    Posted posted =
        Posted.of(
            "application/x-ndjson", false, Map.of(), String.join("\n", lines).getBytes(UTF_8));
    return new EventChecker(account -> Subscriptions.of(types, Map.of(), List.of()))
        .check("acme", posted, WorkBudget.ofRequest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json|{\"type\":\"a\"}|/account/accountId",
        "application/json|[{\"type\":\"a\"}]|/0/account/accountId",
        "application/cloudevents+json|{CE}|/data/account/accountId",
        "application/cloudevents-batch+json|[{CE}]|/0/data/account/accountId",
        // A name there is not read.
        "application/cloudevents+json|{CE,\"account\":\"a\"}|/data/account/accountId"
      })
  void anEventWithoutAnAccountIsToldWhereItIsReadFrom(String type, String body, String pointer) {
    String attributes = "\"specversion\":\"1.0\",\"type\":\"a\",\"source\":\"/s\",\"id\":\"1\"";
    assertEquals(
        List.of(pointer), pointersOf(type, false, Map.of(), body.replace("CE", attributes)));
  }

  @Test
  void aBinaryCloudEventIsToldByItsStructuredForm() {
    Map<String, List<String>> headers =
        Map.of(
            "ce-specversion", List.of("1.0"),
            "ce-type", List.of("a"),
            "ce-source", List.of("/s"),
            "ce-id", List.of("1"));
    assertEquals(
        List.of("/data/account/accountId"), pointersOf("application/json", true, headers, "{}"));
  }

  private static List<String> pointersOf(
      String type, boolean binary, Map<String, List<String>> headers, String body) {
    Posted posted = Posted.of(type, binary, headers, body.getBytes(UTF_8));
    EventChecker checker =
        new EventChecker(account -> Subscriptions.of(Set.of("a"), Map.of(), List.of()));
    return assertThrows(DomainError.class, () -> checker.check("*", posted, WorkBudget.ofRequest()))
        .faults()
        .stream()
        .map(Fault::pointer)
        .toList();
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
