package io.kurier.webhook;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What matching and sending need to know of a webhook that takes deliveries: active, not suspended,
 * not deleted. Immutable; a change of the webhook makes a new one.
 *
 * @param version of the configuration: another one after each change of it
 * @param url whole, with its query, as the customer entered it
 * @param events types, and patterns that end in {@code *}
 * @param headers the customer's own headers
 * @param failing whether it is stored as failing, so that an acknowledgement must clear it
 */
public record Target(
    UUID id,
    String accountId,
    int version,
    URI url,
    List<String> events,
    Batching batching,
    DeliveryPolicy policy,
    Map<String, String> headers,
    SigningKeys keys,
    boolean failing) {

  @Override
  public String toString() {
    return "Target[" + id + "]";
  }
}
