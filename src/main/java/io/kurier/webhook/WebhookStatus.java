package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The customer's switch; whether the service itself has suspended a webhook is its health. */
@Schema(
    description = "Whether new events are matched; while inactive, deliveries that are open wait.")
public enum WebhookStatus {
  /** Events are matched and delivered. */
  ACTIVE("active"),
  /** New events are not matched; deliveries that are still open wait. */
  INACTIVE("inactive");

  private final String wire;

  WebhookStatus(String wire) {
    this.wire = wire;
  }

  /** Its name in JSON and in the table. */
  @JsonValue
  public String wire() {
    return wire;
  }

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException if it is none of the names
   */
  public static WebhookStatus of(String wire) {
    for (WebhookStatus value : values()) {
      if (value.wire.equals(wire)) {
        return value;
      }
    }
    throw new IllegalArgumentException("must be 'active' or 'inactive'");
  }
}
