package io.kurier.history;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far the delivery of an event to a webhook has come. */
@Schema(description = "How far a delivery has come.")
public enum DeliveryState {
  /** Open, and no request was made yet. */
  PENDING,
  /** Open; requests were made, and the next one is due or waits for its time. */
  RETRYING,
  /** A receiver acknowledged it. */
  DELIVERED,
  /** Given up without an acknowledgement; it can be sent again. */
  FAILED;

  /** Those that a list of deliveries can be asked for: of what was delivered no row is kept. */
  static final List<String> LISTED =
      Stream.of(PENDING, RETRYING, FAILED).map(DeliveryState::wire).toList();

  /** The one of that name. */
  static DeliveryState of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }

  static DeliveryState ofOpen(int attempts) {
    return attempts == 0 ? PENDING : RETRYING;
  }

  /** Whether it is over, so that it can be sent again. */
  boolean hasEnded() {
    return this == DELIVERED || this == FAILED;
  }

  /** Its name in JSON. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
