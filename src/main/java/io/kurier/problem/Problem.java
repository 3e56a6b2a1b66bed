package io.kurier.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document.
 *
 * @param type always {@code about:blank}: the status says what it is
 * @param code of the one thing that is wrong, where it has one; else null
 * @param errors each thing that is wrong, where a request was invalid
 */
@Schema(description = "An RFC 9457 problem document.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    @Schema(
            required = true,
            format = "uri-reference",
            description = "The status says what it is.",
            examples = "about:blank")
        String type,
    @Schema(required = true, description = "What it is, the same for each of its kind.")
        String title,
    @Schema(required = true, description = "The HTTP status.") int status,
    @Schema(required = true, description = "What is wrong this time.") String detail,
    @Schema(
            description = "For programs, where they have to tell it from other problems.",
            enumeration = "too_many_hops")
        @Nullable String code,
    @Schema(description = "Each thing that is wrong, where a request was invalid.")
        List<Fault> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String title, String detail) {
    return new Problem("about:blank", title, status, detail, null, List.of());
  }

  static Problem of(DomainError error) {
    List<Fault> faults = error.faults();
    return new Problem(
        "about:blank",
        error.title(),
        error.status(),
        error.detail(),
        faults.size() == 1 ? faults.getFirst().code() : null,
        faults);
  }
}
