package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a webhook's requests are sent and judged.
 *
 * @param timeout 1 to 30 s for the whole exchange, from leaving the buffer to the last byte of the
 *     answer
 * @param maxInFlight 1 to 1,000 requests at a time, per node
 */
@Schema(description = "How requests are sent and judged.")
public record DeliveryPolicy(
    @Schema(required = true) Acknowledgement acknowledgement,
    @Schema(required = true, ref = "RetrySchedule") Retry retry,
    @Schema(required = true, examples = "PT5S") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Duration timeout,
    @Schema(required = true) int maxInFlight) {

  public static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
  public static final Duration MOST_TIMEOUT = Duration.ofSeconds(30);
  public static final int MOST_IN_FLIGHT = 1_000;

  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(Acknowledgement.STATUS, Retry.STANDARD, Duration.ofSeconds(5), 32);

  public DeliveryPolicy {
    if (timeout.compareTo(LEAST_TIMEOUT) < 0 || timeout.compareTo(MOST_TIMEOUT) > 0) {
      throw new IllegalArgumentException("timeout is out of range");
    }
    if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
      throw new IllegalArgumentException("maxInFlight is out of range");
    }
  }
}
