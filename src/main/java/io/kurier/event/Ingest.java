package io.kurier.event;

import io.kurier.batch.GroupCommit;
import io.kurier.batch.Member;
import io.kurier.batch.Pending;
import io.kurier.cluster.Node;
import io.kurier.delivery.Admission;
import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.kurier.problem.DomainError;
import io.kurier.problem.IdempotencyKey;
import io.kurier.share.Pool;
import io.kurier.share.Pools;
import io.kurier.storage.Database;
import io.kurier.time.Ids;
import io.kurier.trace.TraceContext;
import io.kurier.trace.TraceSpan;
import io.kurier.trace.Tracing;
import io.kurier.webhook.Subscriber;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events: matches them with the webhooks, commits them with their deliveries, and only then
 * offers the deliveries for sending and answers. Requests that come at the same time share a
 * transaction.
 */
@Singleton
class Ingest {

  private static final Logger LOG = Logger.getLogger(Ingest.class);

  /** Larger groups gain nothing and make the first of them wait. */
  private static final int GROUP_EVENTS = 1_000;

  /**
   * Deliveries weigh something, so this is 5,000 of them at most: a statement with 40,000 takes the
   * better part of a second, and the events of others wait for it.
   */
  private static final long GROUP_BYTES = 1_024 * 1_024;

  /** While one waits for the disk, another can be prepared. */
  private static final int GROUPS_IN_FLIGHT = 2;

  /** A lone event waits for nothing; a thousand a second are some 300 statements. */
  private static final Duration GAP = Duration.ofMillis(3);

  /** A statement costs as much as five events or so: of so many that is a small part. */
  private static final int ENOUGH_EVENTS = 32;

  /** After a lost answer the same ids are tried again, for so long; then the producer must. */
  private static final int TRIES_AGAIN = 3;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ActiveSubscriptions subscriptions;
  private final Admission admission;
  private final EventStore store;
  private final Node node;
  private final Tracing tracing;
  private final Clock clock;
  private final Meters meters;
  private final GroupCommit<Submission, Submission.Fate> commits;

  Ingest(
      ActiveSubscriptions subscriptions,
      Admission admission,
      EventStore store,
      Node node,
      Tracing tracing,
      Clock clock,
      Pools pools,
      Meters meters) {
    this.subscriptions = subscriptions;
    this.admission = admission;
    this.store = store;
    this.node = node;
    this.tracing = tracing;
    this.clock = clock;
    this.meters = meters;
    this.commits =
        new GroupCommit<>(
            new GroupCommit.Settings(
                GROUP_EVENTS,
                GROUP_BYTES,
                GROUPS_IN_FLIGHT,
                () -> node.between(GAP),
                ENOUGH_EVENTS,
                new GroupCommit.Room(pools.of(Pool.WAITING_EVENTS), pools.of(Pool.WAITING_BYTES))),
            this::commit,
            Database::isDataError);
    meters.watch(Level.WAITING_EVENTS, commits::waiting);
  }

  /**
   * An event and the account that it is for.
   *
   * @param line of NDJSON that it came in, from one; else null
   */
  record Addressed(String accountId, Incoming incoming, @Nullable Integer line) {}

  /**
   * Keeps all events of a request or none; the answers are in their order.
   *
   * @param trace where the request belongs; null where it has no trace
   * @param hops how many requests of Kurier they came through on their way here
   */
  Uni<KeptAnswer> keep(
      Checked checked,
      Submission.@Nullable Idempotency idempotency,
      @Nullable TraceContext trace,
      int hops) {
    if (!node.mayStart()) {
      // The database has not answered for a while. To say so at once is better than to let
      // producers hang.
      return Uni.createFrom()
          .failure(DomainError.unavailable("The database does not answer.", RETRY_AFTER));
    }
    Map<UUID, Integer> brought = brought(checked.good());
    Uni<Void> room = firstFull(brought);
    return room == null
        ? keepNow(checked, idempotency, trace, hops)
        : room.emitOn(executor(checked.good(), brought))
            .chain(() -> keepNow(checked, idempotency, trace, hops));
  }

  private static Executor executor(List<Addressed> events, Map<UUID, Integer> brought) {
    long deliveries = brought.values().stream().mapToLong(Integer::longValue).sum();
    return LongWork.executor(events.size(), deliveries);
  }

  /**
   * What a request was answered that was kept before; empty where none was. Fails with 422 where
   * its key was used for another one.
   */
  Uni<Optional<KeptAnswer>> answerOf(Submission.Idempotency idempotency) {
    return store
        .fateOf(idempotency)
        // It may be as long as that of the longest request.
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(fate -> fate.map(known -> answer(known, null)));
  }

  /** How many deliveries each webhook gets. */
  private Map<UUID, Integer> brought(List<Addressed> incoming) {
    Map<UUID, Integer> brought = new HashMap<>();
    for (Addressed each : incoming) {
      match(each).forEach(to -> brought.merge(to.id(), 1, Integer::sum));
    }
    return brought;
  }

  /** Of several that are full one is waited for: for each in turn would take too long. */
  private @Nullable Uni<Void> firstFull(Map<UUID, Integer> brought) {
    for (Map.Entry<UUID, Integer> rows : brought.entrySet()) {
      Uni<Void> room = admission.whenLessFull(rows.getKey(), rows.getValue());
      if (room != null) {
        return room;
      }
    }
    return null;
  }

  private List<Subscriber> match(Addressed each) {
    return subscriptions
        .of(each.accountId())
        .match(each.incoming().type(), each.incoming().imported());
  }

  private Uni<KeptAnswer> keepNow(
      Checked checked,
      Submission.@Nullable Idempotency idempotency,
      @Nullable TraceContext trace,
      int hops) {
    Instant now = clock.instant();
    TraceSpan span = trace == null ? null : tracing.step("commit", trace);
    TraceContext ofEvents = span == null ? null : span.context();
    List<Event> events = new ArrayList<>(checked.good().size());
    checked.good().forEach(each -> events.add(prepare(each, now, ofEvents, hops)));
    Submission submission = new Submission(events, checked.rejected(), idempotency, span);
    return commits
        .submit(submission, events.getFirst().accountId(), events.size(), submission.bytes())
        .onFailure(failure -> failure instanceof DomainError error && error.status() == 429)
        .invoke(failure -> giveUp(submission, "overloaded"))
        .map(fate -> answer(fate, checked.rejected()));
  }

  private Event prepare(Addressed each, Instant now, @Nullable TraceContext trace, int hops) {
    Incoming incoming = each.incoming();
    UUID id = Ids.next(clock);
    List<Subscriber> subscribers = match(each);
    List<Event.Delivery> deliveries = new ArrayList<>(subscribers.size());
    for (Subscriber to : subscribers) {
      UUID deliveryId = Ids.ofDelivery(to.id(), id);
      UUID owner = admission.admit(to, deliveryId, incoming.body().length);
      deliveries.add(new Event.Delivery(deliveryId, to.id(), owner));
    }
    String producerId = incoming.producerId();
    byte[] key =
        producerId == null ? null : Keys.ofEvent(each.accountId(), incoming.source(), producerId);
    return new Event(
        id, each.accountId(), incoming, now, key, deliveries, trace, hops, each.line());
  }

  private Uni<List<Submission.Fate>> commit(List<Submission> group) {
    meters.committed(group.stream().mapToInt(submission -> submission.events().size()).sum());
    return store
        .insertAll(group, false)
        .onFailure(failure -> !Database.isRefused(failure))
        .recoverWithUni(
            () ->
                store
                    .insertAll(group, true)
                    .onFailure(failure -> !Database.isRefused(failure))
                    .retry()
                    .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(1))
                    .atMost(TRIES_AGAIN))
        // What follows belongs to the commit and not to the request: a producer that hangs up
        // cancels its request, and
        // its events are kept all the same.
        .invoke(fates -> followAll(group, fates))
        .onFailure(failure -> group.size() == 1 || !Database.isDataError(failure))
        .invoke(
            failure -> {
              group.forEach(submission -> giveUp(submission, "not_committed"));
              if (!Database.isAnswer(failure)) {
                admission.onFateUnknown();
              }
            });
  }

  private void followAll(List<Submission> group, List<Submission.Fate> fates) {
    for (int i = 0; i < group.size(); i++) {
      TraceSpan span = group.get(i).span();
      if (span != null) {
        span.with("kurier.commit.requests", group.size()).end();
      }
      follow(group.get(i), fates.get(i));
    }
  }

  private void follow(Submission submission, Submission.Fate fate) {
    if (!(fate instanceof Submission.Fate.Committed committed)) {
      giveUp(submission);
      return;
    }
    List<Event> events = submission.events();
    int news = 0;
    for (int i = 0; i < events.size(); i++) {
      if (committed.isNew(i, events.get(i))) {
        offer(events.get(i));
        news++;
      } else {
        giveUp(events.get(i));
      }
    }
    meters.accepted(news);
    LOG.debugf("event.accepted events=%d known=%d", news, events.size() - news);
  }

  private static KeptAnswer answer(Submission.Fate fate, @Nullable Integer rejected) {
    return switch (fate) {
      case Submission.Fate.Committed committed -> new KeptAnswer(committed.answers(), rejected);
      case Submission.Fate.Replayed replayed -> KeptAnswer.of(replayed.answer());
      case Submission.Fate.Contradicted contradicted ->
          throw DomainError.invalid(
              IdempotencyKey.HEADER, "was used for another request within the last 24 hours");
    };
  }

  private void giveUp(Submission submission, String reason) {
    TraceSpan span = submission.span();
    if (span != null) {
      span.failed(reason).end();
    }
    giveUp(submission);
  }

  private void giveUp(Submission submission) {
    submission.events().forEach(this::giveUp);
  }

  private void offer(Event event) {
    Member member =
        new Member(event.id(), event.type(), event.incoming().body(), event.trace(), event.hops());
    for (Event.Delivery delivery : event.deliveries()) {
      UUID owner = delivery.owner();
      if (owner != null) {
        admission.onCommitted(
            Pending.first(delivery.id(), delivery.webhookId(), owner, event.accountId(), member));
      }
    }
  }

  private void giveUp(Event event) {
    for (Event.Delivery delivery : event.deliveries()) {
      if (delivery.owner() != null) {
        admission.onNotCommitted(delivery.webhookId(), delivery.id());
      }
    }
  }
}
