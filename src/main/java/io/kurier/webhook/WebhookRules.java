package io.kurier.webhook;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request is judged by that it does not say itself.
 *
 * @param eventTypes those that exist for the account
 * @param requireHttps whether http is refused
 * @param urlComplaint what the {@link UrlPolicy} has against the request's URL; null for nothing
 * @param present the configuration that the request changes. What it leaves as it is is not judged
 *     anew: a webhook can be switched off though its event type is gone or its host no longer
 *     resolves. Null for a new webhook
 */
record WebhookRules(
    Set<String> eventTypes,
    boolean requireHttps,
    @Nullable String urlComplaint,
    @Nullable Configuration present) {

  WebhookRules changing(Configuration configuration) {
    return new WebhookRules(eventTypes, requireHttps, urlComplaint, configuration);
  }

  boolean allowsEventType(String type) {
    return eventTypes.contains(type) || (present != null && present.events().contains(type));
  }

  /**
   * The URL that a request means: where it gives back what a list showed of the stored one, that
   * one. Anything else with a masked value in it is a fault.
   */
  String meant(String url) {
    return present != null && WebhookUrl.isMaskOf(url, present.url()) ? present.url() : url;
  }

  /** What is wrong with the URL, as the end of a sentence; empty if nothing is. */
  Optional<String> faultOfUrl(String url) {
    if (present != null && present.url().equals(url)) {
      return Optional.empty();
    }
    return WebhookUrl.fault(url, requireHttps).or(() -> Optional.ofNullable(urlComplaint));
  }

  Map<String, String> storedHeaders() {
    return present == null ? Map.of() : present.headers();
  }
}
