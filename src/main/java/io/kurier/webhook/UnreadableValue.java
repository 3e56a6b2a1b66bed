package io.kurier.webhook;

import io.kurier.problem.DomainError;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A sealed value does not open. As a problem it is a 500, since neither its sender nor time changes
 * that: an operator has to. It concerns this one webhook.
 */
final class UnreadableValue extends DomainError {

  private static final Logger LOG = Logger.getLogger(UnreadableValue.class);

  private static final long serialVersionUID = 1L;

  private final transient SealedPlace place;
  private final String reason;

  private UnreadableValue(SealedPlace place, String reason, String remedy) {
    super(
        500,
        "Unreadable webhook",
        "'%s' of webhook %s can't be decrypted: %s. %s"
            .formatted(place.column().member(), place.webhookId(), reason, remedy),
        List.of(),
        null);
    this.place = place;
    this.reason = reason;
  }

  /** It was sealed with another key, belongs elsewhere, or was changed since. */
  static UnreadableValue withoutKey(SealedPlace place) {
    return new UnreadableValue(
        place,
        "no configured key opens it",
        "The key that encrypted it must be among those in KURIER_SECRETS_KEY.");
  }

  /** Another version sealed it, or it never was sealed. */
  static UnreadableValue ofUnknownFormat(SealedPlace place) {
    return new UnreadableValue(
        place,
        "it has an unknown format",
        "Run the version of Kurier that wrote it, or a newer one.");
  }

  /** It opens, and can't have been sealed for this column: formats before 2 let that happen. */
  static UnreadableValue ofOtherKind(SealedPlace place) {
    return new UnreadableValue(
        place, "it is no value of this column", "Set it anew, or restore it from a backup.");
  }

  SealedPlace place() {
    return place;
  }

  /** As the log has it; never the value. */
  String logged() {
    return "webhook=%s column=%s reason=\"%s\""
        .formatted(place.webhookId(), place.column().column(), reason);
  }

  /** Says that a request met it. */
  void log() {
    LOG.errorf("webhook.unreadable %s", logged());
  }
}
