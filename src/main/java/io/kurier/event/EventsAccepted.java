package io.kurier.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kurier.problem.Fault;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer to a request whose events are kept. */
@RegisterForReflection // written by the resource itself
@Schema(description = "What was kept.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventsAccepted(
    @Schema(required = true, description = "How many events are kept.") int accepted,
    @Schema(description = "Of NDJSON: how many lines are not kept.") @Nullable Integer rejected,
    @Schema(required = true, description = "The events, in the order in which they came.")
        List<EventAccepted> events,
    @Schema(
            description =
                "Of NDJSON: what is wrong with the lines that are not kept, the first 1,000 faults.")
        @Nullable List<LineFault> errors) {

  /** An event that is kept. */
  @Schema(description = "An event that is kept.")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EventAccepted(
      @Schema(description = "Of NDJSON: the line, from one.") @Nullable Integer line,
      @Schema(required = true, description = "Kurier's id of the event.") UUID id,
      @Schema(required = true, description = "How many webhooks it goes to.") int deliveries) {}

  /** What is wrong with a line. */
  @Schema(description = "What is wrong with a line of NDJSON.")
  record LineFault(
      @Schema(required = true, description = "The line, from one.") int line,
      @Schema(
              required = true,
              description = "RFC 6901 pointer to the member; empty for the whole line.",
              examples = "/type")
          String pointer,
      @Schema(required = true, description = "What is wrong and what would be right.")
          String detail) {

    static LineFault of(int line, Fault fault) {
      return new LineFault(line, fault.pointer(), fault.detail());
    }
  }
}
