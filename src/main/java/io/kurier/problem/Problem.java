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
public record Problem(String type, String title, int status, String detail, List<Fault> errors) {

  public static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String title, String detail) {
    return new Problem("about:blank", title, status, detail, List.of());
  }

  static Problem of(DomainError error) {
    return new Problem(
        "about:blank", error.title(), error.status(), error.detail(), error.faults());
  }
}
