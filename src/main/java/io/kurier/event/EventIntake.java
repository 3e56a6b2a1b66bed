package io.kurier.event;

import io.kurier.delivery.Hops;
import io.kurier.problem.DomainError;
import io.kurier.problem.IdempotencyKey;
import io.kurier.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request of whatever shape, checks its events against what the account knows, and has them
 * kept. What is short is read where it came in; what is long, or turns out to be, elsewhere
 * (decision 25).
 */
@Singleton
class EventIntake {

  private final EventChecker checker;
  private final LongReads longReads;
  private final Ingest ingest;

  /** Idempotency keys of requests that are being answered. */
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  EventIntake(EventChecker checker, LongReads longReads, Ingest ingest) {
    this.checker = checker;
    this.longReads = longReads;
    this.ingest = ingest;
  }

  /**
   * Takes events in.
   *
   * @param accountId the account, or {@code *} where each event names its own
   * @param trace where the request belongs; null where it has no trace
   */
  Uni<EventsAccepted> take(
      String accountId, byte[] body, HttpHeaders headers, @Nullable TraceContext trace) {
    int hops = Hops.read(headers.getHeaderString(Hops.HEADER));
    String key = IdempotencyKey.of(headers.getRequestHeader(IdempotencyKey.HEADER));
    List<String> mark = headers.getRequestHeader(CloudEvents.MARK);
    Posted posted =
        Posted.of(
            headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
            mark != null && !mark.isEmpty(),
            headers.getRequestHeaders(),
            body);
    Checked checked = posted.isShort() ? tryNow(accountId, posted) : null;
    return checked != null
        ? keep(accountId, key, posted, checked, trace, hops)
        : longReads
            .run(accountId, () -> checkAtLength(accountId, posted))
            .chain(late -> keep(accountId, key, posted, late, trace, hops));
  }

  /** Null where it takes too long for an event loop. */
  private @Nullable Checked tryNow(String accountId, Posted posted) {
    try {
      return checker.check(accountId, posted, WorkBudget.ofEventLoop());
    } catch (WorkBudget.Spent e) {
      return null;
    }
  }

  private Checked checkAtLength(String accountId, Posted posted) {
    WorkBudget budget = WorkBudget.ofRequest();
    try {
      return checker.check(accountId, posted, budget);
    } catch (WorkBudget.Spent e) {
      if (budget.isOutOfDeliveries()) {
        throw DomainError.tooLarge(
            "The events of a request become at most "
                + WorkBudget.MAX_DELIVERIES
                + " deliveries. Send fewer at a time.");
      }
      throw e.events() == 1
          ? DomainError.invalid(e.pointer(), EventSchema.TOO_MUCH_WORK)
          : DomainError.tooLarge(
              "The events take too long to check against their schemas. Send fewer at a time.");
    }
  }

  private Uni<EventsAccepted> keep(
      String accountId,
      @Nullable String idempotencyKey,
      Posted posted,
      Checked checked,
      @Nullable TraceContext trace,
      int hops) {
    if (checked.good().isEmpty()) {
      return Uni.createFrom()
          .item(new KeptAnswer(List.of(), checked.rejected()).accepted(checked.faults()));
    }
    return idempotent(accountId, idempotencyKey, posted, checked, trace, hops)
        .map(kept -> kept.accepted(checked.faults()));
  }

  private Uni<KeptAnswer> idempotent(
      String accountId,
      @Nullable String idempotencyKey,
      Posted posted,
      Checked checked,
      @Nullable TraceContext trace,
      int hops) {
    if (idempotencyKey == null) {
      return ingest.keep(checked, null, trace, hops);
    }
    String running = accountId + "\n" + idempotencyKey;
    if (!this.running.add(running)) {
      throw DomainError.conflict("A request with this Idempotency-Key is still being answered.");
    }
    Submission.Idempotency idempotency =
        new Submission.Idempotency(
            Keys.ofRequest(accountId, idempotencyKey),
            posted.fingerprint(),
            posted.formerFingerprint());
    return Uni.createFrom()
        .deferred(() -> ingest.keep(checked, idempotency, trace, hops))
        .onTermination()
        .invoke(() -> this.running.remove(running));
  }
}
