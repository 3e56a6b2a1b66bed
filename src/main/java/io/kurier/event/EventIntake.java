package io.kurier.event;

import io.kurier.delivery.Hops;
import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import io.kurier.problem.Faults;
import io.kurier.trace.TraceContext;
import io.kurier.webhook.EventEntries;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request of whatever shape, checks its events against what the account knows, and has them
 * kept.
 */
@Singleton
class EventIntake {

  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final String EVERY_ACCOUNT = "*";
  private static final int LONGEST_IDEMPOTENCY_KEY = 255;

  private final ActiveSubscriptions subscriptions;
  private final Ingest ingest;

  /** Idempotency keys of requests that are being answered. */
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  EventIntake(ActiveSubscriptions subscriptions, Ingest ingest) {
    this.subscriptions = subscriptions;
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
    String idempotencyKey = headers.getHeaderString(IDEMPOTENCY_KEY);
    String contentType = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    EventRequest request = read(contentType, body, headers);
    Faults faults = new Faults();
    List<EventRequest.BrokenLine> broken = new ArrayList<>(request.broken());
    List<EventRequest.Placed> placed = new ArrayList<>(request.events().size());
    List<Ingest.Addressed> good = new ArrayList<>(request.events().size());
    for (EventRequest.Placed each : request.events()) {
      Faults own = request.shape() == EventRequest.Shape.LINES ? new Faults() : faults;
      int before = own.list().size();
      String account = account(accountId, each, own);
      check(account, each, own);
      if (own.list().size() == before) {
        placed.add(each);
        good.add(new Ingest.Addressed(account, each.incoming()));
      } else if (request.shape() == EventRequest.Shape.LINES) {
        broken.add(new EventRequest.BrokenLine(each.line(), own.list()));
      }
    }
    faults.throwIfAny();
    if (good.isEmpty()) {
      throw noGoodLine(broken);
    }
    return idempotent(accountId, idempotencyKey, contentType, body, good, trace, hops)
        .map(kept -> accepted(request.shape(), placed, kept, broken));
  }

  private static EventRequest read(@Nullable String contentType, byte[] body, HttpHeaders headers) {
    return switch (ContentKind.of(contentType, CloudEvents.isBinary(headers::getHeaderString))) {
      case JSON -> EventRequest.json(body, false);
      case LINES -> EventRequest.lines(body);
      case STRUCTURED_CLOUD_EVENT -> EventRequest.cloudEvent(body);
      case BATCHED_CLOUD_EVENTS -> EventRequest.cloudEvents(body);
      case BINARY_CLOUD_EVENT ->
          EventRequest.cloudEvent(CloudEvents.envelope(headers.getRequestHeaders(), body));
    };
  }

  private static String account(String accountId, EventRequest.Placed each, Faults faults) {
    if (!accountId.equals(EVERY_ACCOUNT)) {
      return accountId;
    }
    String own = each.incoming().accountId();
    if (own == null || !own.matches("[A-Za-z0-9_-]{1,64}")) {
      faults.add(
          each.pointer() + "/account/accountId", "must name the account, as Kurier-Account is *");
      return "";
    }
    return own;
  }

  private void check(String accountId, EventRequest.Placed each, Faults faults) {
    String type = each.incoming().type();
    if (EventEntries.isReserved(type)) {
      faults.add(each.pointer() + "/type", "is sent by Kurier alone");
      return;
    }
    Subscriptions known = subscriptions.of(accountId);
    if (!known.knows(type)) {
      faults.add(each.pointer() + "/type", "is not a known event type");
      return;
    }
    EventSchema schema = known.enforced(type);
    if (schema != null) {
      schema
          .check(each.incoming().body())
          .forEach(fault -> faults.add(each.pointer() + fault.pointer(), fault.detail()));
    }
  }

  private Uni<List<Submission.Kept>> idempotent(
      String accountId,
      @Nullable String idempotencyKey,
      @Nullable String contentType,
      byte[] body,
      List<Ingest.Addressed> good,
      @Nullable TraceContext trace,
      int hops) {
    if (idempotencyKey == null) {
      return ingest.keep(good, null, trace, hops);
    }
    if (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_IDEMPOTENCY_KEY) {
      throw DomainError.invalid(
          IDEMPOTENCY_KEY, "must have 1 to " + LONGEST_IDEMPOTENCY_KEY + " characters");
    }
    String running = accountId + "\n" + idempotencyKey;
    if (!this.running.add(running)) {
      throw DomainError.conflict("A request with this Idempotency-Key is still being answered.");
    }
    Submission.Idempotency idempotency =
        new Submission.Idempotency(
            Keys.ofRequest(accountId, idempotencyKey),
            Keys.ofContent(contentType == null ? "" : contentType, body));
    return Uni.createFrom()
        .deferred(() -> ingest.keep(good, idempotency, trace, hops))
        .onTermination()
        .invoke(() -> this.running.remove(running));
  }

  private static DomainError noGoodLine(List<EventRequest.BrokenLine> broken) {
    List<Fault> faults = new ArrayList<>();
    broken.forEach(
        line ->
            line.faults()
                .forEach(
                    fault ->
                        faults.add(
                            new Fault(
                                fault.pointer(), "line " + line.line() + ": " + fault.detail()))));
    return DomainError.invalid(faults);
  }

  private static EventsAccepted accepted(
      EventRequest.Shape shape,
      List<EventRequest.Placed> placed,
      List<Submission.Kept> kept,
      List<EventRequest.BrokenLine> broken) {
    boolean lines = shape == EventRequest.Shape.LINES;
    List<EventsAccepted.EventAccepted> events = new ArrayList<>(kept.size());
    for (int i = 0; i < kept.size(); i++) {
      events.add(
          new EventsAccepted.EventAccepted(
              lines ? placed.get(i).line() : null, kept.get(i).id(), kept.get(i).deliveries()));
    }
    if (!lines) {
      return new EventsAccepted(events.size(), null, events, null);
    }
    List<EventsAccepted.LineFault> errors =
        broken.stream()
            .sorted(Comparator.comparingInt(EventRequest.BrokenLine::line))
            .flatMap(
                line ->
                    line.faults().stream()
                        .map(fault -> EventsAccepted.LineFault.of(line.line(), fault)))
            .toList();
    return new EventsAccepted(events.size(), broken.size(), events, errors);
  }
}
