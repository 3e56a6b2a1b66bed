package io.kurier.storage;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
    for (int i = 0; i < column.length; i++) {
      Instant time = value.apply(rows.get(i));
      column[i] = time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
    return column;
  }

  /**
   * The text of an array of UUIDs. PostgreSQL has no array of arrays of different lengths to
   * unnest, so each is cast from its text.
   */
  public static String text(List<UUID> ids) {
    StringBuilder text = new StringBuilder(37 * ids.size() + 2).append('{');
    for (int i = 0; i < ids.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(ids.get(i));
    }
    return text.append('}').toString();
  }
}
