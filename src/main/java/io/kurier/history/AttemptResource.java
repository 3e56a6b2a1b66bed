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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A request that was made. */
@Path("/v1/attempts/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Attempts")
@SecurityRequirement(name = "apiKey")
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
  @APIResponse(responseCode = "200", description = "The attempt")
  @APIResponse(responseCode = "401", description = "No valid API key")
  @APIResponse(responseCode = "404", description = "There is no such attempt")
  @APIResponse(
      responseCode = "503",
      description = "The database can't be reached; try again after Retry-After")
  public Uni<AttemptView> one(
      @Parameter(description = "The request's X-Request-ID") @PathParam("id") UUID id) {
    return attempts.one(caller.accountId(), id);
  }
}
