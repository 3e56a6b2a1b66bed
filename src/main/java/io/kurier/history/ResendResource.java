package io.kurier.history;

import io.kurier.account.Caller;
import io.kurier.problem.DomainError;
import io.kurier.problem.IdempotencyKey;
import io.kurier.problem.RememberedKey;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Sending events again. */
@Path("/v1/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
class ResendResource {

  private final Resend resend;
  private final Caller caller;

  ResendResource(Resend resend, Caller caller) {
    this.resend = resend;
    this.caller = caller;
  }

  @POST
  @Path("{id}/resend")
  @ResponseStatus(202)
  @Operation(
      operationId = "resendEvent",
      summary = "Send an event again",
      description =
          "Sends again what was delivered or has failed; what is still open is left alone. A single"
              + " delivery keeps its X-Webhook-ID, a former member of a batch is sent alone. The"
              + " numbers of the attempts go on, the retry schedule begins anew.")
  @APIResponse(
      responseCode = "202",
      description = "The deliveries are open again",
      content = @Content(schema = @Schema(implementation = ResendView.class)))
  @APIResponse(responseCode = "409", description = "The webhook is suspended")
  public Uni<ResendView> resend(
      @Parameter(description = "Kurier's id of the event") @PathParam("id") UUID id,
      @RequestBody(ref = "Resend") byte @Nullable [] body,
      @Parameter(
              description =
                  "Of your choice, 1 to 255 characters. The same request with the same key within"
                      + " 24 hours sends nothing further and is answered as the first time.",
              schema = @Schema(implementation = String.class))
          @HeaderParam(IdempotencyKey.HEADER)
          @Nullable List<String> keys,
      @Context HttpHeaders headers) {
    String key = IdempotencyKey.of(keys);
    ResendRequest request =
        body == null || body.length == 0 ? ResendRequest.ALL : read(body, headers.getMediaType());
    String account = caller.accountId();
    UUID webhookId = request.webhookId();
    return resend
        .resend(
            account,
            id,
            webhookId,
            key == null
                ? null
                : RememberedKey.of(account, "resend " + id, key, String.valueOf(webhookId)))
        .map(ResendView::new);
  }

  /**
   * Without a body the type does not matter, since many a client names one by habit; which is why
   * it is not declared.
   */
  private static ResendRequest read(byte[] body, @Nullable MediaType type) {
    if (type == null || !type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
      throw DomainError.unsupported("The body must be application/json.");
    }
    return ResendRequest.of(body);
  }
}
