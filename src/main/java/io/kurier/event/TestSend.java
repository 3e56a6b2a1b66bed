package io.kurier.event;

import io.kurier.delivery.AttemptView;
import io.kurier.delivery.TestDelivery;
import io.kurier.problem.Conditions;
import io.kurier.problem.DomainError;
import io.kurier.webhook.TargetStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Sends the sample of a type to a webhook at once, whatever its status: to see whether its receiver
 * works.
 */
@ApplicationScoped
class TestSend {

  private final TargetStore webhooks;
  private final EventTypeStore ownTypes;
  private final TestDelivery delivery;

  TestSend(TargetStore webhooks, EventTypeStore ownTypes, TestDelivery delivery) {
    this.webhooks = webhooks;
    this.ownTypes = ownTypes;
    this.delivery = delivery;
  }

  /**
   * Sends it.
   *
   * @param hops how many requests of Kurier the request for it came through
   */
  Uni<AttemptView> send(
      String accountId, UUID webhookId, String type, Conditions conditions, int hops) {
    return webhooks
        .target(accountId, webhookId)
        .map(target -> target.orElseThrow(() -> DomainError.unknown("webhook")))
        .invoke(target -> conditions.requireFor(target.version()))
        .chain(
            target ->
                sample(accountId, type)
                    .chain(
                        sample ->
                            delivery.send(
                                target, type, sample.getBytes(StandardCharsets.UTF_8), hops)));
  }

  private Uni<String> sample(String accountId, String type) {
    return EventCatalog.builtIn(type)
        .map(builtIn -> Uni.createFrom().item(builtIn))
        .orElseGet(() -> own(accountId, type))
        .map(
            known -> {
              String sample = known.sample();
              if (sample == null) {
                throw DomainError.invalid("/type", "has no sample to send");
              }
              return sample;
            });
  }

  private Uni<EventType> own(String accountId, String type) {
    return ownTypes
        .find(accountId, type)
        .map(
            own ->
                own.map(OwnEventType::type)
                    .orElseThrow(() -> DomainError.invalid("/type", "is not a known event type")));
  }
}
