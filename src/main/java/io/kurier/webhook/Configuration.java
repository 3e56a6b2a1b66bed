package io.kurier.webhook;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * All that a customer sets on a webhook, checked and complete: what a version is a version of.
 *
 * @param url whole, with its query, as it was entered
 * @param headers the values in plain; the names differ in more than case
 */
@RegisterForReflection // written as a tree for PATCH
@Schema(name = "WebhookRequest", description = "The configuration of a webhook.")
record Configuration(
    @Schema(
            required = true,
            minLength = 1,
            maxLength = WebhookRequest.LONGEST_NAME,
            examples = "Orders")
        String name,
    @Schema(
            required = true,
            maxLength = WebhookUrl.LONGEST,
            format = "uri",
            description = "http or https, with a host, without user info and fragment.",
            examples = "https://example.com/hooks?secret=xyz")
        String url,
    @Schema(
            required = true,
            minItems = 1,
            maxItems = EventEntries.MOST,
            uniqueItems = true,
            description = "Event types, and patterns that end in *.",
            examples = "[\"contact_opened_message\", \"order.*\"]")
        List<String> events,
    @Schema(defaultValue = "active") WebhookStatus status,
    Batching batching,
    DeliveryPolicy delivery,
    @Schema(
            maxProperties = OwnHeaders.MOST,
            additionalProperties = OwnHeaders.Value.class,
            description =
                "Your own headers, sent with each request. Values are write-only: null keeps the"
                    + " stored value on PUT and removes the header on PATCH.",
            examples = "{\"Authorization\": \"Bearer 123\"}")
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
