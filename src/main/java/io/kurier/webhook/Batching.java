package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether and when events are sent together. A batch goes when the first of the three is reached.
 *
 * @param enabled off: each event in a request of its own; the rest is kept but has no effect
 * @param maxEvents 1 to 1,000
 * @param maxBytes 1 KiB to 5 MiB; a single event that is larger goes alone
 * @param maxWait 50 ms to 5 min, an upper bound
 */
@Schema(description = "Whether and when events are sent together.")
public record Batching(
    @Schema(required = true) boolean enabled,
    @Schema(required = true) int maxEvents,
    @Schema(required = true) int maxBytes,
    @Schema(required = true, examples = "PT1S") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Duration maxWait) {

  public static final int MOST_EVENTS = 1_000;
  public static final int LEAST_BYTES = 1_024;
  public static final int MOST_BYTES = 5 * 1_024 * 1_024;
  public static final Duration LEAST_WAIT = Duration.ofMillis(50);
  public static final Duration MOST_WAIT = Duration.ofMinutes(5);

  /** Off; and what a webhook that turns it on gets where it says nothing else. */
  public static final Batching OFF = new Batching(false, 100, 1_024 * 1_024, Duration.ofSeconds(1));

  public Batching {
    check(maxEvents >= 1 && maxEvents <= MOST_EVENTS, "maxEvents");
    check(maxBytes >= LEAST_BYTES && maxBytes <= MOST_BYTES, "maxBytes");
    check(maxWait.compareTo(LEAST_WAIT) >= 0 && maxWait.compareTo(MOST_WAIT) <= 0, "maxWait");
  }

  private static void check(boolean fine, String member) {
    if (!fine) {
      throw new IllegalArgumentException(member + " is out of range");
    }
  }
}
