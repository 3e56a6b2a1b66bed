package io.kurier.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartsTest {

  private static List<List<Integer>> cut(int most, Integer... weights) {
    return Parts.of(List.of(weights), weight -> weight, most).parts();
  }

  @Test
  void rowsAreCutByWhatTheyWeigh() {
    assertEquals(List.of(List.of(3, 4), List.of(4, 6), List.of(1)), cut(10, 3, 4, 4, 6, 1));
  }

  @Test
  void aRowOfMoreThanAPartHasOneOfItsOwn() {
    assertEquals(List.of(List.of(1), List.of(50), List.of(1)), cut(10, 1, 50, 1));
    assertEquals(List.of(List.of(50)), cut(10, 50));
  }

  @Test
  void noRowsAreNoStatement() {
    assertEquals(List.of(), cut(10));
    List<String> answers =
        Parts.of(List.of()).run(part -> Uni.createFrom().item("never")).await().indefinitely();
    assertEquals(List.of(), answers);
  }

  @Test
  void twoStatementsAreAheadAndTheAnswersAreInOrder() {
    List<UniEmitter<? super Integer>> sent = new ArrayList<>();
    List<List<Integer>> answered = new ArrayList<>();
    List<Integer> rows = IntStream.range(0, 3 * Parts.ROWS).boxed().toList();
    Parts.of(rows)
        .run(part -> Uni.createFrom().<Integer>emitter(sent::add))
        .subscribe()
        .with(answered::add);
    assertEquals(2, sent.size());
    sent.get(1).complete(1);
    assertEquals(3, sent.size());
    sent.get(2).complete(2);
    sent.get(0).complete(0);
    assertEquals(List.of(List.of(0, 1, 2)), answered);
  }
}
