package io.kurier.storage;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Rows for several statements of one transaction. A statement is encoded in one piece of the event
 * loop's time, so none may be large, and few of them are encoded before the first is answered.
 *
 * @param parts what each statement takes, in order
 */
public record Parts<T>(List<List<T>> parts) {

  /** Rows of a statement, about. Larger arrays do not fit into {@code work_mem}, either. */
  public static final int ROWS = 1_000;

  /** Enough that the database never waits for the next one. */
  private static final int AHEAD = 2;

  /** Cuts rows of the same size. */
  public static <T> Parts<T> of(List<T> rows) {
    return of(rows, row -> 1, ROWS);
  }

  /**
   * Cuts rows by what they weigh.
   *
   * @param most weight of a part, unless one row alone weighs more
   */
  public static <T> Parts<T> of(List<T> rows, ToIntFunction<T> weight, int most) {
    List<List<T>> parts = new ArrayList<>();
    int from = 0;
    long sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      int next = weight.applyAsInt(rows.get(i));
      if (i > from && sum + next > most) {
        parts.add(rows.subList(from, i));
        from = i;
        sum = 0;
      }
      sum += next;
    }
    if (from < rows.size()) {
      parts.add(rows.subList(from, rows.size()));
    }
    return new Parts<>(parts);
  }

  /** Runs the statements in order, on one connection; what they answered. */
  public <R> Uni<List<R>> run(Function<List<T>, Uni<R>> statement) {
    if (parts.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<Uni<R>> all =
        parts.stream().map(part -> Uni.createFrom().deferred(() -> statement.apply(part))).toList();
    return Uni.join().all(all).usingConcurrencyOf(AHEAD).andFailFast();
  }
}
