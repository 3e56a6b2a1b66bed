package io.kurier.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An RFC 9457 problem document.
 *
 * @param type always {@code about:blank}: the status says what it is
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
    @Schema(description = "Each thing that is wrong, where a request was invalid.")
        List<Fault> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String title, String detail) {
    return new Problem("about:blank", title, status, detail, List.of());
  }

  static Problem of(DomainError error) {
    return new Problem(
        "about:blank", error.title(), error.status(), error.detail(), error.faults());
  }
}
