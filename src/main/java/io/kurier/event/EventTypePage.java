package io.kurier.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kurier.problem.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of event types, sorted by name.
 *
 * @param next the cursor of the next page; null on the last
 */
@Schema(description = "A page of event types, sorted by name.")
record EventTypePage(
    @Schema(required = true) List<EventTypeView> items,
    @Schema(
            required = true,
            description = "The cursor of the next page; null on the last.",
            nullable = true)
        @JsonInclude(JsonInclude.Include.ALWAYS)
        @Nullable String next) {

  /**
   * Which page is asked for.
   *
   * @param after the name that the last page ended with; empty for the first
   * @param limit 1 to 500
   */
  record Wanted(String after, int limit) {

    static final int DEFAULT_LIMIT = 50;
    static final int HIGHEST_LIMIT = 500;

    /**
     * Reads the query parameters; null where one was not given.
     *
     * @throws io.kurier.problem.DomainError 422 that names each parameter that is wrong
     */
    static Wanted of(@Nullable String cursor, @Nullable String limit) {
      Faults faults = new Faults();
      Wanted wanted =
          new Wanted(
              cursor == null ? "" : nameOf(cursor, faults),
              limit == null ? DEFAULT_LIMIT : limitOf(limit, faults));
      faults.throwIfAny();
      return wanted;
    }

    private static String nameOf(String cursor, Faults faults) {
      try {
        return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        faults.add("cursor", "must be the 'next' of the page before");
        return "";
      }
    }

    private static int limitOf(String text, Faults faults) {
      int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
      if (limit < 1 || limit > HIGHEST_LIMIT) {
        faults.add("limit", "must be a whole number from 1 to 500");
      }
      return limit;
    }
  }

  /** Cuts the wanted page out of all types, which are sorted by name. */
  static EventTypePage of(List<EventTypeView> all, Wanted wanted) {
    List<EventTypeView> rest =
        all.stream().filter(type -> type.type().compareTo(wanted.after()) > 0).toList();
    if (rest.size() <= wanted.limit()) {
      return new EventTypePage(rest, null);
    }
    List<EventTypeView> page = rest.subList(0, wanted.limit());
    return new EventTypePage(page, cursorOf(page.getLast().type()));
  }

  private static String cursorOf(String type) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(type.getBytes(StandardCharsets.UTF_8));
  }
}
