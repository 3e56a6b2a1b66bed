package io.kurier.webhook;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Two webhooks to begin with, in dev mode, where there are none. */
@ApplicationScoped
@IfBuildProfile("dev")
public class SampleWebhooks {

  private static final String ACCOUNT = "default";

  private static final String SINGLE =
      """
      {"name": "Sample: one by one", "url": "http://127.0.0.1:%d/dev/receiver/single",
       "events": ["*"]}
      """;

  private static final String BATCHED =
      """
      {"name": "Sample: in batches", "url": "http://127.0.0.1:%d/dev/receiver/batched",
       "events": ["*"], "batching": {"enabled": true, "maxEvents": 100, "maxWait": "PT2S"}}
      """;

  private final Webhooks webhooks;
  private final Vertx vertx;

  SampleWebhooks(Webhooks webhooks, Vertx vertx) {
    this.webhooks = webhooks;
    this.vertx = vertx;
  }

  /**
   * Creates those of them that are missing, unless the default account has webhooks of its own.
   *
   * @param port of this service, which receives what they send
   */
  public Uni<Void> createWhereThereAreNone(int port) {
    // Sessions are kept in the context, so it must be nobody else's; a start step has none of its
    // own.
    Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    VertxContextSafetyToggle.setContextSafe(context, true);
    return Uni.createFrom()
        .deferred(() -> create(port))
        .runSubscriptionOn(command -> context.runOnContext(ignored -> command.run()));
  }

  private Uni<Void> create(int port) {
    Map<String, WebhookRequest> missing = new TreeMap<>();
    for (String body : List.of(SINGLE, BATCHED)) {
      WebhookRequest request =
          WebhookRequest.of(body.formatted(port).getBytes(StandardCharsets.UTF_8));
      missing.put(request.tree().path("name").asText(), request);
    }
    return webhooks
        .list(ACCOUNT, WebhookFilter.of(null, null, null, null, null, null))
        .flatMap(
            page -> {
              Set<String> present =
                  page.items().stream().map(WebhookView::name).collect(Collectors.toSet());
              boolean onlySamples = missing.keySet().containsAll(present);
              missing.keySet().removeAll(present);
              return onlySamples ? createAll(missing.values()) : Uni.createFrom().voidItem();
            });
  }

  private Uni<Void> createAll(Iterable<WebhookRequest> requests) {
    Uni<Void> done = Uni.createFrom().voidItem();
    for (WebhookRequest request : requests) {
      done = done.chain(() -> webhooks.create(ACCOUNT, request)).replaceWithVoid();
    }
    return done;
  }
}
