package io.kurier.webhook;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gathers what a request is judged by: the account's event types, and whether its URL may be. */
@ApplicationScoped
class WebhookRulebook {

  private final KnownEventTypes eventTypes;
  private final UrlPolicy urlPolicy;
  private final boolean requireHttps;

  WebhookRulebook(
      KnownEventTypes eventTypes,
      UrlPolicy urlPolicy,
      @ConfigProperty(name = "kurier.targets.require-https", defaultValue = "true")
          boolean requireHttps) {
    this.eventTypes = eventTypes;
    this.urlPolicy = urlPolicy;
    this.requireHttps = requireHttps;
  }

  /** The rules for a request of the account. */
  Uni<WebhookRules> rules(String accountId, WebhookRequest request) {
    return eventTypes
        .of(accountId)
        .flatMap(
            types ->
                complaint(request)
                    .map(
                        complaint ->
                            new WebhookRules(types, requireHttps, complaint.orElse(null), null)));
  }

  private Uni<Optional<String>> complaint(WebhookRequest request) {
    return request
        .url()
        .map(urlPolicy::complaint)
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
  }
}
