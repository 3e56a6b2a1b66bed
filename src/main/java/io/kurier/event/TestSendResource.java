package io.kurier.event;

import io.kurier.account.Caller;
import io.kurier.delivery.AttemptView;
import io.kurier.delivery.Hops;
import io.kurier.problem.Conditional;
import io.kurier.problem.Conditions;
import io.kurier.problem.DomainError;
import io.kurier.problem.Faults;
import io.kurier.problem.JsonBody;
import io.kurier.problem.Members;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where a webhook is tried out. */
@Path("/v1/webhooks/{id}/test")
@Tag(name = "Webhooks")
class TestSendResource {

  private static final int MOST_KIB = 1;

  private final Caller caller;
  private final TestSend test;

  TestSendResource(Caller caller, TestSend test) {
    this.caller = caller;
    this.test = test;
  }

  @POST
  @Conditional
  @Parameter(ref = "IfMatch")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "testWebhook",
      summary = "Send a test event",
      description =
          "Sends the sample of an event type at once, whatever the webhook's status, and answers how"
              + " the request ended.")
  @RequestBody(ref = "Test")
  @APIResponse(
      responseCode = "200",
      description = "The request that was sent, and how it ended",
      content =
          @Content(
              schema = @Schema(implementation = AttemptView.class),
              examples = @ExampleObject(name = "attempt", ref = "Attempt")))
  @APIResponse(responseCode = "500", ref = "Unreadable")
  public Uni<AttemptView> send(
      @Parameter(description = "The webhook's id", schema = @Schema(implementation = UUID.class))
          @PathParam("id")
          String id,
      byte @Nullable [] body,
      @Context HttpHeaders headers) {
    int hops = Hops.read(headers.getHeaderString(Hops.HEADER));
    return test.send(
        caller.accountId(),
        webhook(id),
        TestRequest.read(body).type(),
        Conditions.of(headers),
        hops);
  }

  private static UUID webhook(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw DomainError.unknown("webhook");
    }
  }

  /** Which sample to send. */
  record TestRequest(String type) {

    static TestRequest read(byte @Nullable [] body) {
      Faults faults = new Faults();
      Members members =
          new Members(JsonBody.read(body == null ? new byte[0] : body, MOST_KIB), "", faults);
      String type = members.requiredString("type");
      members.rejectUnknown();
      faults.throwIfAny();
      return new TestRequest(Objects.requireNonNull(type));
    }
  }
}
