package io.kurier.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kurier.problem.Fault;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer to a request whose events are kept. */
@Schema(description = "What was kept.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventsAccepted(
    @Schema(description = "How many events are kept.") int accepted,
    @Schema(description = "Of NDJSON: how many lines are not kept.") @Nullable Integer rejected,
    @Schema(description = "The events, in the order in which they came.")
        List<EventAccepted> events,
    @Schema(description = "Of NDJSON: what is wrong with the lines that are not kept.")
        @Nullable List<LineFault> errors) {

  /** An event that is kept. */
  @Schema(description = "An event that is kept.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EventAccepted(
      @Schema(description = "Of NDJSON: the line, from one.") @Nullable Integer line,
      @Schema(description = "Kurier's id of the event.") UUID id,
      @Schema(description = "How many webhooks it goes to.") int deliveries) {}

  /** What is wrong with a line. */
  @Schema(description = "What is wrong with a line of NDJSON.")
  record LineFault(int line, String pointer, String detail) {

    static LineFault of(int line, Fault fault) {
      return new LineFault(line, fault.pointer(), fault.detail());
    }
  }
}
