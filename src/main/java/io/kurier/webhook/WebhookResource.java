package io.kurier.webhook;

import io.kurier.account.Caller;
import io.kurier.paging.Page;
import io.kurier.problem.Conditional;
import io.kurier.problem.Conditions;
import io.kurier.problem.DomainError;
import io.kurier.problem.IdempotencyKey;
import io.kurier.problem.RememberedKey;
import io.kurier.time.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/webhooks}. Bodies are taken as bytes, so that what is malformed is ours to answer. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
class WebhookResource {

  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final Webhooks webhooks;
  private final Caller caller;
  private final Clock clock;

  WebhookResource(Webhooks webhooks, Caller caller, Clock clock) {
    this.webhooks = webhooks;
    this.caller = caller;
    this.clock = clock;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "createWebhook",
      summary = "Create a webhook",
      description =
          "name, url and events are needed. The answer shows the secret that signs the requests;"
              + " later it is read at /v1/webhooks/{id}/secret.")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      headers = {
        @Header(name = "Location", ref = "Location"),
        @Header(name = "ETag", ref = "ETag")
      },
      content =
          @Content(
              schema = @Schema(implementation = WebhookView.class),
              examples = @ExampleObject(name = "created", ref = "WebhookCreated")))
  @APIResponse(
      responseCode = "409",
      description =
          "The account has as many webhooks as it may have, or the first request with this"
              + " Idempotency-Key is still running")
  public Uni<RestResponse<WebhookView>> create(
      @RequestBody(ref = "WebhookRequest") byte[] body,
      @Parameter(
              description =
                  "Of your choice, 1 to 255 characters. The same request with the same key within"
                      + " 24 hours creates nothing and is answered as the first time, without the"
                      + " secret.",
              schema = @Schema(implementation = String.class))
          @HeaderParam(IdempotencyKey.HEADER)
          @Nullable List<String> keys) {
    String account = caller.accountId();
    String key = IdempotencyKey.of(keys);
    WebhookRequest request = WebhookRequest.of(body);
    Uni<WebhookView> created =
        key == null
            ? webhooks.create(account, request)
            : webhooks.createOnce(
                account,
                request,
                new SeenRequest(
                    RememberedKey.of(account, "webhooks", key, body),
                    Ids.next(clock),
                    clock.instant()));
    return created.map(
        view ->
            RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, view)
                .header(HttpHeaders.LOCATION, "/v1/webhooks/" + view.id())
                .header(HttpHeaders.ETAG, Conditions.tagOf(view.version()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build());
  }

  @GET
  @Operation(
      operationId = "listWebhooks",
      summary = "List webhooks",
      description = "The newest first. The values of a URL's query are masked.")
  @APIResponse(responseCode = "200", description = "A page of webhooks")
  public Uni<Page<WebhookView>> list(
      @Parameter(
              description = "Only those with this status",
              schema = @Schema(implementation = WebhookStatus.class))
          @QueryParam("status")
          @Nullable String status,
      @Parameter(
              description = "Only those of this health",
              schema = @Schema(implementation = HealthState.class))
          @QueryParam("health")
          @Nullable String health,
      @Parameter(description = "Only those that get this event type, by name or by pattern")
          @QueryParam("event")
          @Nullable String event,
      @Parameter(description = "Only those with this in the name or the URL, in any case")
          @QueryParam("q")
          @Nullable String text,
      @Parameter(description = "The 'next' of the page before") @QueryParam("cursor")
          @Nullable String cursor,
      @Parameter(
              description = "How many at most",
              schema =
                  @Schema(
                      implementation = Integer.class,
                      minimum = "1",
                      maximum = "500",
                      defaultValue = "50"))
          @QueryParam("limit")
          @Nullable String limit) {
    return webhooks.list(
        caller.accountId(), WebhookFilter.of(status, health, event, text, cursor, limit));
  }

  @GET
  @Path("{id}")
  @Operation(
      operationId = "getWebhook",
      summary = "Get a webhook",
      description = "The ETag is of the configuration, not of the health.")
  @APIResponse(
      responseCode = "200",
      description = "The webhook",
      headers = @Header(name = "ETag", ref = "ETag"),
      content =
          @Content(
              schema = @Schema(implementation = WebhookView.class),
              examples = @ExampleObject(name = "webhook", ref = "Webhook")))
  @APIResponse(
      responseCode = "304",
      description = "It is still the version of If-None-Match",
      headers = @Header(name = "ETag", ref = "ETag"))
  @Parameter(ref = "IfNoneMatch")
  @APIResponse(responseCode = "500", ref = "Unreadable")
  public Uni<RestResponse<WebhookView>> one(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id,
      @Context HttpHeaders headers) {
    Conditions conditions = Conditions.of(headers);
    return webhooks
        .one(caller.accountId(), id)
        .map(
            view ->
                conditions.hasAlready(view.version())
                    ? RestResponse.ResponseBuilder.<WebhookView>notModified()
                        .header(HttpHeaders.ETAG, Conditions.tagOf(view.version()))
                        .build()
                    : tagged(view));
  }

  @PUT
  @Path("{id}")
  @Conditional
  @Parameter(ref = "IfMatch")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "replaceWebhook",
      summary = "Replace a webhook's configuration",
      description =
          "What is left out gets its default. A header with the value null keeps its stored value."
              + " It holds for what is not yet sent.")
  @APIResponse(
      responseCode = "200",
      description = "The webhook as it is now; the version stays if nothing changed",
      headers = @Header(name = "ETag", ref = "ETag"),
      content =
          @Content(
              schema = @Schema(implementation = WebhookView.class),
              examples = @ExampleObject(name = "webhook", ref = "Webhook")))
  @APIResponse(responseCode = "500", ref = "Unreadable")
  public Uni<RestResponse<WebhookView>> replace(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id,
      @Context HttpHeaders headers,
      @RequestBody(ref = "WebhookRequest") byte[] body) {
    return webhooks
        .configure(caller.accountId(), id, WebhookRequest.of(body), false, Conditions.of(headers))
        .map(WebhookResource::tagged);
  }

  @PATCH
  @Path("{id}")
  @Conditional
  @Parameter(ref = "IfMatch")
  @Consumes(MERGE_PATCH)
  @Operation(
      operationId = "patchWebhook",
      summary = "Change a part of a webhook's configuration",
      description =
          "A JSON Merge Patch (RFC 7396): what is left out stays, null gives the default back and"
              + " removes a header. It holds for what is not yet sent.")
  @APIResponse(
      responseCode = "200",
      description = "The webhook as it is now; the version stays if nothing changed",
      headers = @Header(name = "ETag", ref = "ETag"),
      content =
          @Content(
              schema = @Schema(implementation = WebhookView.class),
              examples = @ExampleObject(name = "webhook", ref = "Webhook")))
  @APIResponse(responseCode = "500", ref = "Unreadable")
  public Uni<RestResponse<WebhookView>> patch(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id,
      @Context HttpHeaders headers,
      @RequestBody(ref = "WebhookPatch") byte[] body) {
    return webhooks
        .configure(caller.accountId(), id, WebhookRequest.of(body), true, Conditions.of(headers))
        .map(WebhookResource::tagged);
  }

  @DELETE
  @Path("{id}")
  @Conditional
  @Parameter(ref = "IfMatch")
  @ResponseStatus(204)
  @Operation(
      operationId = "deleteWebhook",
      summary = "Delete a webhook",
      description = "Its open deliveries become failed with the reason webhook_deleted.")
  @APIResponse(responseCode = "204", description = "Deleted")
  public Uni<Void> delete(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id,
      @Context HttpHeaders headers) {
    return webhooks.delete(caller.accountId(), id, Conditions.of(headers));
  }

  @GET
  @Path("{id}/secret")
  @Operation(
      operationId = "getWebhookSecret",
      summary = "Get a webhook's secret",
      description = "What signs its requests, as Standard Webhooks has it.")
  @APIResponse(
      responseCode = "200",
      description = "The secret, and the one before while a rotation overlaps",
      content =
          @Content(
              schema = @Schema(implementation = SecretView.class),
              examples = @ExampleObject(name = "secret", ref = "Secret")))
  @APIResponse(responseCode = "500", ref = "Unreadable")
  public Uni<RestResponse<SecretView>> secret(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id) {
    return webhooks.secret(caller.accountId(), id).map(WebhookResource::notToBeStored);
  }

  @POST
  @Path("{id}/secret/rotate")
  @Conditional
  @Parameter(ref = "IfMatch")
  @Consumes(MediaType.WILDCARD) // the body may be absent, and then clients send any type or none
  @Operation(
      operationId = "rotateWebhookSecret",
      summary = "Give a webhook a new secret",
      description =
          "During the overlap both secrets sign. A rotation within the overlap ends the oldest: send"
              + " an Idempotency-Key, so that repeating a call whose answer was lost does not.")
  @APIResponse(
      responseCode = "200",
      description = "The new secret, and the one before with the end of the overlap",
      content =
          @Content(
              schema = @Schema(implementation = SecretView.class),
              examples = @ExampleObject(name = "rotated", ref = "SecretRotated")))
  @APIResponse(
      responseCode = "409",
      description = "The first request with this Idempotency-Key is still running")
  @APIResponse(responseCode = "500", ref = "Unreadable")
  public Uni<RestResponse<SecretView>> rotate(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id,
      @RequestBody(ref = "Rotation") byte @Nullable [] body,
      @Parameter(
              description =
                  "Of your choice, 1 to 255 characters. The same request with the same key within"
                      + " 24 hours makes no further secret and is answered with those that sign.",
              schema = @Schema(implementation = String.class))
          @HeaderParam(IdempotencyKey.HEADER)
          @Nullable List<String> keys,
      @Context HttpHeaders headers) {
    String account = caller.accountId();
    String key = IdempotencyKey.of(keys);
    Duration overlap =
        body == null || body.length == 0
            ? RotationRequest.BY_DEFAULT
            : RotationRequest.read(json(body, headers)).overlap();
    Conditions conditions = Conditions.of(headers);
    Uni<SecretView> rotated =
        key == null
            ? webhooks.rotateSecret(account, id, overlap, conditions)
            : webhooks.rotateSecretOnce(
                account,
                overlap,
                conditions,
                new SeenRequest(
                    RememberedKey.of(account, "rotation " + id, key, overlap.toString()),
                    id,
                    clock.instant()));
    return rotated.map(WebhookResource::notToBeStored);
  }

  @POST
  @Path("{id}/resume")
  @Conditional
  @Parameter(ref = "IfMatch")
  @Operation(
      operationId = "resumeWebhook",
      summary = "Lift a webhook's suspension",
      description = "No effect where it is not suspended.")
  @APIResponse(
      responseCode = "200",
      description = "The webhook",
      headers = @Header(name = "ETag", ref = "ETag"),
      content =
          @Content(
              schema = @Schema(implementation = WebhookView.class),
              examples = @ExampleObject(name = "webhook", ref = "Webhook")))
  @APIResponse(responseCode = "500", ref = "Unreadable")
  public Uni<RestResponse<WebhookView>> resume(
      @Parameter(description = "The webhook's id") @PathParam("id") UUID id,
      @Context HttpHeaders headers) {
    return webhooks
        .resume(caller.accountId(), id, Conditions.of(headers))
        .map(WebhookResource::tagged);
  }

  private static byte[] json(byte[] body, HttpHeaders headers) {
    if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(headers.getMediaType())) {
      throw DomainError.unsupported("This path takes application/json, or no body.");
    }
    return body;
  }

  private static RestResponse<WebhookView> tagged(WebhookView view) {
    return RestResponse.ResponseBuilder.ok(view)
        .header(HttpHeaders.ETAG, Conditions.tagOf(view.version()))
        .build();
  }

  private static RestResponse<SecretView> notToBeStored(SecretView view) {
    return RestResponse.ResponseBuilder.ok(view)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
