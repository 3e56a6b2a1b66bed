package io.kurier.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list. It may hold fewer items than were asked for where they are large: what counts
 * is whether there is a next one.
 *
 * @param next the cursor of the next page; null on the last
 */
record Page<T>(
    @Schema(required = true) List<T> items,
    @Schema(
            required = true,
            description =
                "The cursor of the next page; null on the last. A page of large items may hold"
                    + " fewer than 'limit' although there is a next one.",
            nullable = true)
        @JsonInclude(JsonInclude.Include.ALWAYS)
        @Nullable String next) {

  /**
   * A page that ends with the last of the items.
   *
   * @param more whether others follow
   */
  static <T> Page<T> of(List<T> items, boolean more, Function<T, Cursor> position) {
    return new Page<>(
        items, more && !items.isEmpty() ? position.apply(items.getLast()).text() : null);
  }

  <R> Page<R> with(List<R> others) {
    return new Page<>(others, next);
  }
}
