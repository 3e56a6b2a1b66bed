package io.kurier.webhook;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a customer sets on a webhook, checked and complete: what a version is a version of.
 *
 * @param url whole, with its query, as it was entered
 * @param headers the values in plain; the names differ in more than case
 */
@RegisterForReflection // written as a tree for PATCH
record Configuration(
    String name,
    String url,
    List<String> events,
    WebhookStatus status,
    Batching batching,
    DeliveryPolicy delivery,
    Map<String, String> headers) {

  Configuration {
    events = List.copyOf(events);
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** For lists: the values of the URL's query are not shown. */
  Configuration masked() {
    return new Configuration(
        name, WebhookUrl.masked(url), events, status, batching, delivery, headers);
  }

  @Override
  public String toString() {
    return "Configuration[" + name + "]";
  }
}
