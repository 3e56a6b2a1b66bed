package io.kurier.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer RFC 6901 pointer to the member, {@code ""} for the whole document; of a header or
 *     a query parameter its name
 * @param detail what is wrong and what would be right, in one sentence
 * @param code for programs, where they have to tell it from other faults; else null
 */
@Schema(description = "One thing that is wrong with a request.")
public record Fault(
    @Schema(
            required = true,
            description =
                "RFC 6901 pointer to the member, empty for the whole document; of a header or a query"
                    + " parameter its name.",
            examples = "/batching/maxEvents")
        String pointer,
    @Schema(required = true, description = "What is wrong and what would be right.") String detail,
    @Schema(
            description = "For programs, where they have to tell it from other faults.",
            enumeration = "too_many_hops")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String code) {

  /** A fault without a code. */
  public Fault(String pointer, String detail) {
    this(pointer, detail, null);
  }
}
