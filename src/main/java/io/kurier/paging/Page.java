package io.kurier.paging;

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
public record Page<T>(
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
   * @param cursor where an item stands in the list
   */
  public static <T> Page<T> of(List<T> items, boolean more, Function<T, String> cursor) {
    return new Page<>(items, more && !items.isEmpty() ? cursor.apply(items.getLast()) : null);
  }

  public <R> Page<R> with(List<R> others) {
    return new Page<>(others, next);
  }
}
