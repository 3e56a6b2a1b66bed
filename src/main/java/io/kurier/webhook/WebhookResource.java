package io.kurier.webhook;

import io.kurier.account.Caller;
import io.kurier.time.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
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
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v1/webhooks}. Bodies are taken as bytes, so that what is malformed is ours to answer. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
class WebhookResource {

  private static final String MERGE_PATCH = "application/merge-patch+json";

  @Inject Webhooks webhooks;
  @Inject Caller caller;
  @Inject Clock clock;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<WebhookView>> create(
      byte[] body, @HeaderParam("Idempotency-Key") @Nullable String key) {
    WebhookRequest request = WebhookRequest.of(body);
    return (key == null
            ? webhooks.create(caller.accountId(), request)
            : webhooks.createOnce(
                caller.accountId(),
                request,
                new SeenRequest(caller.accountId(), key, body, Ids.next(clock), clock.instant())))
        .map(
            view ->
                RestResponse.ResponseBuilder.<WebhookView>created(
                        URI.create("/v1/webhooks/" + view.id()))
                    .entity(view)
                    .header(HttpHeaders.ETAG, IfMatch.tagOf(view.version()))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build());
  }

  @GET
  Uni<WebhookPage> list(
      @QueryParam("status") @Nullable String status,
      @QueryParam("health") @Nullable String health,
      @QueryParam("event") @Nullable String event,
      @QueryParam("q") @Nullable String text,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return webhooks.list(
        caller.accountId(), WebhookFilter.of(status, health, event, text, cursor, limit));
  }

  @GET
  @Path("{id}")
  Uni<RestResponse<WebhookView>> one(@PathParam("id") UUID id) {
    return webhooks.one(caller.accountId(), id).map(WebhookResource::tagged);
  }

  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<WebhookView>> replace(
      @PathParam("id") UUID id, @Context HttpHeaders headers, byte[] body) {
    return webhooks
        .configure(caller.accountId(), id, WebhookRequest.of(body), false, ifMatch(headers))
        .map(WebhookResource::tagged);
  }

  @PATCH
  @Path("{id}")
  @Consumes(MERGE_PATCH)
  Uni<RestResponse<WebhookView>> patch(
      @PathParam("id") UUID id, @Context HttpHeaders headers, byte[] body) {
    return webhooks
        .configure(caller.accountId(), id, WebhookRequest.of(body), true, ifMatch(headers))
        .map(WebhookResource::tagged);
  }

  @DELETE
  @Path("{id}")
  Uni<Void> delete(@PathParam("id") UUID id, @Context HttpHeaders headers) {
    return webhooks.delete(caller.accountId(), id, ifMatch(headers));
  }

  @GET
  @Path("{id}/secret")
  Uni<RestResponse<SecretView>> secret(@PathParam("id") UUID id) {
    return webhooks.secret(caller.accountId(), id).map(WebhookResource::notToBeStored);
  }

  @POST
  @Path("{id}/secret/rotate")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<SecretView>> rotate(@PathParam("id") UUID id, byte @Nullable [] body) {
    RotationRequest request = RotationRequest.read(body == null ? new byte[0] : body);
    return webhooks
        .rotateSecret(caller.accountId(), id, request.overlap())
        .map(WebhookResource::notToBeStored);
  }

  @POST
  @Path("{id}/resume")
  Uni<RestResponse<WebhookView>> resume(@PathParam("id") UUID id) {
    return webhooks.resume(caller.accountId(), id).map(WebhookResource::tagged);
  }

  private static IfMatch ifMatch(HttpHeaders headers) {
    List<String> lines = headers.getRequestHeader(HttpHeaders.IF_MATCH);
    return IfMatch.of(lines == null ? List.of() : lines);
  }

  private static RestResponse<WebhookView> tagged(WebhookView view) {
    return RestResponse.ResponseBuilder.ok(view)
        .header(HttpHeaders.ETAG, IfMatch.tagOf(view.version()))
        .build();
  }

  private static RestResponse<SecretView> notToBeStored(SecretView view) {
    return RestResponse.ResponseBuilder.ok(view)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
