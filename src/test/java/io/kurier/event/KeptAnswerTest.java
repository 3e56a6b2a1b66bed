package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeptAnswerTest {

  private static final UUID ONE = UUID.fromString("01890b5d-7c3a-7000-8000-2f1d5c7a9b10");
  private static final UUID OTHER = UUID.fromString("01890b5d-7c3a-7000-8000-2f1d5c7a9b11");

  private static final KeptAnswer OF_LINES =
      new KeptAnswer(
          List.of(new Submission.Kept(2, ONE, 3), new Submission.Kept(5, OTHER, 0)), 40_000);

  private static final KeptAnswer OF_ARRAY =
      new KeptAnswer(
          List.of(new Submission.Kept(null, ONE, 3), new Submission.Kept(null, OTHER, 0)), null);

  @Test
  void whatIsRememberedIsReadAgain() {
    assertEquals(OF_LINES, KeptAnswer.of(OF_LINES.text()));
    assertEquals(OF_ARRAY, KeptAnswer.of(OF_ARRAY.text()));
  }

  /** Nodes of both versions run beside each other during an update. */
  @Test
  void whatAFormerVersionRememberedIsReadWithoutLines() {
    String former = "[[\"" + ONE + "\",3],[\"" + OTHER + "\",0]]";
    assertEquals(former, OF_ARRAY.text());
    EventsAccepted answer = KeptAnswer.of(former).accepted(List.of());
    assertEquals(2, answer.accepted());
    assertNull(answer.rejected());
    assertNull(answer.errors());
    assertNull(answer.events().getFirst().line());
  }

  @Test
  void aFormerVersionReadsIdsAndDeliveries() {
    List<String> read =
        new JsonArray(OF_LINES.text())
            .stream()
                .map(JsonArray.class::cast)
                .map(kept -> UUID.fromString(kept.getString(0)) + " " + kept.getInteger(1))
                .toList();
    assertEquals(List.of(ONE + " 3", OTHER + " 0"), read);
  }

  @Test
  void allLinesKeptMeansThatNoneWasRejected() {
    KeptAnswer all = new KeptAnswer(List.of(new Submission.Kept(1, ONE, 3)), 0);
    EventsAccepted answer = KeptAnswer.of(all.text()).accepted(List.of());
    assertEquals(0, answer.rejected());
    assertEquals(List.of(), answer.errors());
  }
}
