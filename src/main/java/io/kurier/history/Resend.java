package io.kurier.history;

import io.kurier.problem.DomainError;
import io.kurier.problem.RememberedKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends events again whose deliveries ended. The rows that it makes are nobody's and due: whoever
 * claims due rows sends them, like any others.
 */
@ApplicationScoped
class Resend {

  private static final Logger LOG = Logger.getLogger(Resend.class);

  private final ResendStore store;
  private final RecipientStore recipients;
  private final Clock clock;

  Resend(ResendStore store, RecipientStore recipients, Clock clock) {
    this.store = store;
    this.recipients = recipients;
    this.clock = clock;
  }

  /**
   * Opens the ended deliveries of an event again; returns how many. Fails with 404 if the account
   * has no such event, with 409 or 422 if the named webhook can't get it. A key that is known is
   * answered before any of this is looked at: it may have changed since.
   *
   * @param webhookId null for all webhooks that would get it at once
   * @param key null, or what came with an earlier request too, whose answer is then given again
   */
  Uni<Integer> resend(
      String accountId, UUID eventId, @Nullable UUID webhookId, @Nullable RememberedKey key) {
    return store
        .repeated(key, clock.instant())
        .chain(
            repeated ->
                repeated
                    .map(resent -> Uni.createFrom().item(resent))
                    .orElseGet(() -> resendNow(accountId, eventId, webhookId, key)))
        .invoke(
            resent -> {
              if (!resent.isRepeated()) {
                LOG.infof(
                    "event.resent account=%s event=%s webhook=%s deliveries=%d",
                    accountId, eventId, webhookId == null ? "*" : webhookId, resent.deliveries());
              }
            })
        .map(ResendStore.Resent::deliveries);
  }

  private Uni<ResendStore.Resent> resendNow(
      String accountId, UUID eventId, @Nullable UUID webhookId, @Nullable RememberedKey key) {
    return store
        .matchedWith(accountId, eventId)
        .chain(
            matched ->
                recipients
                    .find(accountId, matched)
                    .map(present -> choose(matched, present, webhookId)))
        .chain(chosen -> store.insertEnded(accountId, eventId, chosen, key, clock.instant()));
  }

  /**
   * Who gets it: the named one, even if it is inactive, since then the delivery waits; or else all
   * that would get it at once, since what was not asked for by name should not come as a surprise
   * when a webhook is switched on again.
   *
   * @param matched the webhooks that the event was matched with
   * @param present those of them that are not deleted
   */
  static List<Recipient> choose(List<UUID> matched, List<Recipient> present, @Nullable UUID named) {
    if (named == null) {
      return present.stream().filter(Recipient::takesDeliveries).toList();
    }
    if (!matched.contains(named)) {
      throw DomainError.invalid("/webhookId", "must be a webhook that the event was matched with");
    }
    Recipient recipient =
        present.stream()
            .filter(webhook -> webhook.id().equals(named))
            .findFirst()
            .orElseThrow(
                () -> DomainError.invalid("/webhookId", "is of a webhook that was deleted"));
    if (recipient.suspended()) {
      throw DomainError.conflict("The webhook is suspended: resume it first.");
    }
    return List.of(recipient);
  }
}
