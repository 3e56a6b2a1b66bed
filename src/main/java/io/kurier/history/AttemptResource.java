package io.kurier.history;

import io.kurier.account.Caller;
import io.kurier.delivery.AttemptView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A request that was made. */
@Path("/v1/attempts/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Attempts")
class AttemptResource {

  private final AttemptLogStore attempts;
  private final Caller caller;

  AttemptResource(AttemptLogStore attempts, Caller caller) {
    this.attempts = attempts;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "getAttempt",
      summary = "Get an attempt",
      description = "A request to a receiver, by its X-Request-ID, and what was answered.")
  @APIResponse(
      responseCode = "200",
      description = "The attempt",
      content =
          @Content(
              schema = @Schema(implementation = AttemptView.class),
              examples = @ExampleObject(name = "attempt", ref = "Attempt")))
  public Uni<AttemptView> one(
      @Parameter(description = "The request's X-Request-ID") @PathParam("id") UUID id) {
    return attempts.one(caller.accountId(), id);
  }
}
