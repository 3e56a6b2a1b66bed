package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a webhook's receiver is doing, as the service sees it. */
@Schema(
    description = "How the receiver is doing. New events are not matched while it is suspended.")
public enum HealthState {
  /** Nothing is known against it. */
  OK("ok"),
  /** Its requests are not acknowledged; it is still tried. */
  FAILING("failing"),
  /** It was given up: new events are not matched until it is resumed. */
  SUSPENDED("suspended");

  private final String wire;

  HealthState(String wire) {
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
  public static HealthState of(String wire) {
    for (HealthState value : values()) {
      if (value.wire.equals(wire)) {
        return value;
      }
    }
    throw new IllegalArgumentException("must be 'ok', 'failing' or 'suspended'");
  }
}
