package io.kurier.webhook;

import io.kurier.problem.Faults;
import io.kurier.problem.JsonBody;
import io.kurier.problem.Members;
import java.time.Duration;

/**
 * How a webhook's secret is to be rotated.
 *
 * @param overlap how long the old secret signs beside the new one: 0 to 7 days
 */
record RotationRequest(Duration overlap) {

  private static final Duration LONGEST = Duration.ofDays(7);
  static final Duration BY_DEFAULT = Duration.ofHours(24);

  /**
   * Reads the body.
   *
   * @throws io.kurier.problem.DomainError 400 or 422 with what is wrong
   */
  static RotationRequest read(byte[] body) {
    Faults faults = new Faults();
    Members members = new Members(JsonBody.read(body, WebhookRequest.MOST_KIB), "", faults);
    Duration overlap =
        members.parsed(
            "overlap", BY_DEFAULT, text -> Durations.parse(text, Duration.ZERO, LONGEST));
    members.rejectUnknown();
    faults.throwIfAny();
    return new RotationRequest(overlap);
  }
}
