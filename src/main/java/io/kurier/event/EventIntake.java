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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request of whatever shape, checks its events against what the account knows, and has them
 * kept. What is short is read where it came in; what is long, or turns out to be, elsewhere
 * (decision 25).
 */
@Singleton
class EventIntake {

  /**
   * What a request is answered with that event types, schemas or subscriptions are in the way of.
   */
  private static final Set<Integer> JUDGED = Set.of(413, 422);

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
    Request request = new Request(accountId, key, posted, trace, hops);
    Checked checked;
    try {
      checked = posted.isShort() ? tryNow(accountId, posted) : null;
    } catch (DomainError e) {
      return refuse(request, e);
    }
    return checked != null
        ? keep(request, checked)
        : longReads
            .run(accountId, () -> checkAtLength(accountId, posted))
            .onItemOrFailure()
            .transformToUni(
                (late, failure) -> late == null ? refuse(request, failure) : keep(request, late));
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

  private Uni<EventsAccepted> keep(Request request, Checked checked) {
    if (checked.good().isEmpty()) {
      return Uni.createFrom()
          .item(new KeptAnswer(List.of(), checked.rejected()).accepted(checked.faults()));
    }
    Submission.Idempotency idempotency = request.idempotency();
    Uni<KeptAnswer> kept =
        idempotency == null
            ? ingest.keep(checked, null, request.trace(), request.hops())
            : alone(
                request, () -> ingest.keep(checked, idempotency, request.trace(), request.hops()));
    return kept.map(answer -> answer.accepted(checked.faults()));
  }

  /**
   * Fails with why the request can't be kept, unless it was kept before: event types and schemas
   * may have changed since.
   */
  private Uni<EventsAccepted> refuse(Request request, Throwable failure) {
    Submission.Idempotency idempotency = request.idempotency();
    if (idempotency == null
        || !(failure instanceof DomainError error)
        || !JUDGED.contains(error.status())) {
      return Uni.createFrom().failure(failure);
    }
    return alone(request, () -> ingest.answerOf(idempotency))
        .map(known -> known.orElseThrow(() -> error).accepted(List.of()));
  }

  /** Does what no other request with the same key may do at the same time. */
  private <T> Uni<T> alone(Request request, Supplier<Uni<? extends T>> work) {
    String key = request.accountId() + "\n" + request.key();
    if (!running.add(key)) {
      throw DomainError.conflict("A request with this Idempotency-Key is still being answered.");
    }
    return Uni.createFrom().deferred(work).onTermination().invoke(() -> running.remove(key));
  }

  /**
   * A request as it came.
   *
   * @param key its idempotency key; null where it has none
   */
  private record Request(
      String accountId,
      @Nullable String key,
      Posted posted,
      @Nullable TraceContext trace,
      int hops) {

    Submission.@Nullable Idempotency idempotency() {
      return key == null
          ? null
          : new Submission.Idempotency(
              Keys.ofRequest(accountId, key), posted.fingerprint(), posted.formerFingerprint());
    }
  }
}
