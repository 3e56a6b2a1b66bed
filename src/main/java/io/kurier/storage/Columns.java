package io.kurier.storage;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns rows into columns: statements for many rows take an array of each column. */
public final class Columns {

  private Columns() {}

  /** A column of type {@code uuid}. */
  public static <T> UUID[] uuids(List<T> rows, Function<? super T, @Nullable UUID> value) {
    UUID[] column = new UUID[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    return column;
  }

  /** A column of type {@code text}. */
  public static <T> String[] texts(List<T> rows, Function<? super T, @Nullable String> value) {
    String[] column = new String[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    return column;
  }

  /** A column of type {@code integer}. */
  public static <T> Integer[] numbers(List<T> rows, Function<? super T, @Nullable Integer> value) {
    Integer[] column = new Integer[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    return column;
  }

  /** A column of type {@code timestamptz}. */
  public static <T> OffsetDateTime[] times(
      List<T> rows, Function<? super T, @Nullable Instant> value) {
    OffsetDateTime[] column = new OffsetDateTime[rows.size()];
    @Nullable Instant previous = null;
    for (int i = 0; i < column.length; i++) {
      Instant time = value.apply(rows.get(i));
      if (time != null) {
        // What comes together has one time, and to convert it is the most of the work here.
        column[i] = time.equals(previous) ? column[i - 1] : time.atOffset(ZoneOffset.UTC);
      }
      previous = time;
    }
    return column;
  }

  /**
   * A column of type {@code uuid[]}. PostgreSQL has no array of arrays of different lengths to
   * unnest, so all ids are in one array, of which each row has a slice: {@code ids[first:last]}.
   *
   * @param first places in {@code ids}, from one
   * @param last one before the first where a row has none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Slices(UUID[] ids, Integer[] first, Integer[] last) {}

  /** A column of type {@code uuid[]}. */
  public static <T> Slices slices(List<T> rows, Function<? super T, List<UUID>> value) {
    List<UUID> ids = new ArrayList<>(rows.size());
    Integer[] first = new Integer[rows.size()];
    Integer[] last = new Integer[rows.size()];
    for (int i = 0; i < first.length; i++) {
      first[i] = ids.size() + 1;
      ids.addAll(value.apply(rows.get(i)));
      last[i] = ids.size();
    }
    return new Slices(ids.toArray(UUID[]::new), first, last);
  }
}
