package io.kurier.event;

import io.kurier.cluster.Draining;
import io.kurier.cluster.Started;
import io.kurier.storage.Database;
import io.kurier.time.Ids;
import io.kurier.webhook.Subscriber;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Tells accounts what happened to their webhooks: makes events of the rows that were written with
 * the change, for the webhooks that ask for them. Any node does, and several may at once; they are
 * not held in memory but claimed like any other row that is due.
 */
@ApplicationScoped
class OperationalEvents {

  private static final Logger LOG = Logger.getLogger(OperationalEvents.class);

  /**
   * Rows per transaction: each may go to as many webhooks as an account has, and is a delivery for
   * each.
   */
  private static final int CHUNK = 50;

  private final OperationalEventStore store;
  private final ActiveSubscriptions subscriptions;
  private final Started started;
  private final Draining draining;
  private final Clock clock;

  OperationalEvents(
      OperationalEventStore store,
      ActiveSubscriptions subscriptions,
      Started started,
      Draining draining,
      Clock clock) {
    this.store = store;
    this.subscriptions = subscriptions;
    this.started = started;
    this.draining = draining;
    this.clock = clock;
  }

  @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> tell() {
    if (!started.isStarted() || draining.isDraining()) {
      return Uni.createFrom().voidItem();
    }
    return tellDue(clock.instant())
        .replaceWithVoid()
        .onFailure(failure -> !Database.isAway(failure))
        .invoke(failure -> LOG.warnf("operational_events.not_told reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /** Tells all that became due until then; returns how many rows there were. */
  Uni<Integer> tellDue(Instant until) {
    return store.isAnyDue(until).chain(any -> any ? tellInChunks(until) : Uni.createFrom().item(0));
  }

  private Uni<Integer> tellInChunks(Instant until) {
    return Uni.createFrom()
        .deferred(() -> store.replaceDue(until, CHUNK, this::events))
        .repeat()
        .whilst(rows -> rows == CHUNK && !draining.isDraining())
        .collect()
        .with(Collectors.summingInt(rows -> rows))
        .invoke(rows -> LOG.debugf("operational_events.told rows=%d", rows));
  }

  private List<Event> events(List<OperationalEvent> due) {
    Instant now = clock.instant();
    List<Event> events = new ArrayList<>();
    for (OperationalEvent each : due) {
      OperationalEvent.About webhook = each.webhook();
      List<Subscriber> subscribers =
          subscriptions.of(webhook.accountId()).matchAbout(webhook.id(), each.type());
      if (!subscribers.isEmpty()) {
        events.add(event(each, subscribers, now));
      }
    }
    return events;
  }

  private Event event(OperationalEvent told, List<Subscriber> subscribers, Instant now) {
    UUID id = Ids.next(clock);
    String accountId = told.webhook().accountId();
    Incoming incoming =
        new Incoming(told.type(), null, null, told.occurredAt(), accountId, false, told.body());
    List<Event.Delivery> deliveries =
        subscribers.stream()
            .map(to -> new Event.Delivery(Ids.ofDelivery(to.id(), id), to.id(), null))
            .toList();
    return new Event(id, accountId, incoming, now, null, deliveries);
  }
}
