package io.kurier.delivery;

import io.kurier.batch.Batch;
import io.kurier.batch.BatchSink;
import io.kurier.batch.Pending;
import io.kurier.cluster.Node;
import io.kurier.observe.Meters;
import io.kurier.problem.DomainError;
import io.kurier.share.Holder;
import io.kurier.time.Ids;
import io.kurier.trace.TraceSpan;
import io.kurier.webhook.Target;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes batches from the buffers, sends them, and sees to what follows from the outcome. */
@ApplicationScoped
class BatchSender implements BatchSink {

  private static final Logger LOG = Logger.getLogger(BatchSender.class);

  private static final Duration BUSY_AGAIN = Duration.ofSeconds(5);

  private final Targets targets;
  private final Backlog backlog;
  private final EventLoops loops;
  private final HttpSender sender;
  private final Destinations destinations;
  private final Recorder recorder;
  private final Standing standing;
  private final Throttles throttles;
  private final Pauses pauses;
  private final DuePoller poller;
  private final AttemptTraces traces;
  private final Node node;
  private final Clock clock;
  private final Meters meters;
  private final String userAgent;

  BatchSender(
      Targets targets,
      Backlog backlog,
      EventLoops loops,
      HttpSender sender,
      Destinations destinations,
      Recorder recorder,
      Standing standing,
      Throttles throttles,
      Pauses pauses,
      DuePoller poller,
      AttemptTraces traces,
      Node node,
      Clock clock,
      Meters meters,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.targets = targets;
    this.backlog = backlog;
    this.loops = loops;
    this.sender = sender;
    this.destinations = destinations;
    this.recorder = recorder;
    this.standing = standing;
    this.throttles = throttles;
    this.pauses = pauses;
    this.poller = poller;
    this.traces = traces;
    this.node = node;
    this.clock = clock;
    this.meters = meters;
    this.userAgent = "Kurier/" + version;
  }

  @Override
  public boolean mayStart(Holder webhook) {
    Target target = targets.find(Objects.requireNonNull(webhook.webhook()));
    return node.mayStart()
        && !recorder.isFull(webhook)
        && (target == null || destinations.mayStart(target.url(), webhook));
  }

  @Override
  public boolean isBusy(String accountId) {
    return !node.mayStart() || recorder.isFull(Holder.of(accountId)) || loops.areBusy();
  }

  @Override
  public boolean isBehind(UUID webhookId) {
    return backlog.contains(webhookId);
  }

  @Override
  public long nanosToWait(UUID webhookId) {
    if (throttles.isEmpty()) {
      return 0;
    }
    Target target = targets.find(webhookId);
    return target == null ? 0 : throttles.untilNext(target, clock.instant()).toNanos();
  }

  @Override
  public Uni<Void> send(Batch batch) {
    return Uni.createFrom()
        .deferred(() -> begin(batch))
        .onFailure(failure -> !(failure instanceof HttpSender.NotBegun))
        .invoke(failure -> LOG.errorf(failure, "batch.not_sent webhook=%s", batch.webhookId()))
        .onFailure()
        .recoverWithUni(() -> standing.release(batch.webhookId(), batch.rows()));
  }

  /** Sends a test: an attempt like any other, but no row stands for it, and it is not repeated. */
  Uni<Attempt> sendTest(Batch batch, Target target) {
    return exchange(batch, target, null, () -> true)
        .onFailure(HttpSender.NotBegun.class)
        .transform(
            busy ->
                DomainError.unavailable(
                    "Too many requests are on their way to this receiver.", BUSY_AGAIN))
        .map(
            attempt ->
                attempt.verdict() instanceof Verdict.Again
                        || attempt.verdict() instanceof Verdict.Halved
                    ? attempt.judged(new Verdict.Failed(attempt.outcome().wire(), false))
                    : attempt);
  }

  private Uni<Void> begin(Batch batch) {
    Target target = targets.find(batch.webhookId());
    if (target == null || !standing.mayStart(batch.webhookId())) {
      return standing.release(batch.webhookId(), batch.rows());
    }
    throttles.onBegun(target, clock.instant());
    TraceSpan span = traces.begin(batch, target);
    return exchange(batch, target, span, () -> node.mayStart() && isOurs(batch))
        .chain(attempt -> onEnded(attempt, target, span));
  }

  /** Rows from before a lost lease are another node's by now. */
  private boolean isOurs(Batch batch) {
    for (Pending row : batch.rows()) {
      if (!node.owns(row.owner())) {
        return false;
      }
    }
    return true;
  }

  private Uni<Attempt> exchange(
      Batch batch, Target target, @Nullable TraceSpan span, BooleanSupplier mayBegin) {
    UUID requestId = Ids.next(clock);
    Instant sentAt = clock.instant();
    long began = System.nanoTime();
    return Uni.createFrom()
        .deferred(
            () -> {
              BatchRequest request = BatchRequest.of(batch, target, requestId, userAgent, sentAt);
              if (span != null) {
                request.headers().putAll(span.context().headers());
              }
              return sender.send(request, target, mayBegin);
            })
        // Given back to the table it would be tried again at once, without end or trace.
        .onFailure(failure -> !(failure instanceof HttpSender.NotBegun))
        .recoverWithItem(failure -> notMade(batch, failure))
        .map(
            outcome ->
                new Attempt(
                    requestId,
                    batch,
                    batch.id(),
                    sentAt,
                    Duration.ofNanos(System.nanoTime() - began),
                    outcome,
                    judge(outcome, batch, target)));
  }

  private Verdict judge(Outcome outcome, Batch batch, Target target) {
    return outcome instanceof Outcome.Acknowledged
        ? new Verdict.Delivered()
        : RetryPolicy.judge(
            outcome,
            target.policy().retry(),
            RetryPolicy.Progress.of(batch),
            clock.instant(),
            ThreadLocalRandom.current().nextDouble());
  }

  private static Outcome notMade(Batch batch, Throwable failure) {
    LOG.errorf(failure, "request.not_made webhook=%s", batch.webhookId());
    return new Outcome.Unreachable("Kurier could not make the request.");
  }

  private Uni<Void> onEnded(Attempt attempt, Target target, @Nullable TraceSpan span) {
    Batch batch = attempt.batch();
    LOG.debugf(
        "batch.sent webhook=%s id=%s request=%s events=%d outcome=%s duration=%s",
        target.id(),
        attempt.deliveryId(),
        attempt.id(),
        batch.rows().size(),
        attempt.outcome().wire(),
        attempt.duration());
    if (span == null) {
      measure(attempt);
    } else {
      AttemptTraces.end(span, attempt);
      span.measure(() -> measure(attempt));
    }
    recorder.record(attempt);
    return follow(attempt, target).invoke(() -> poller.refill(batch.webhookId()));
  }

  /** What the outcome says about the receiver. */
  private Uni<Void> follow(Attempt attempt, Target target) {
    if (!isPresent(target)) {
      // What came of a former configuration says nothing about the present one, if there is one.
      return Uni.createFrom().voidItem();
    }
    Later later = Later.of(attempt.outcome(), clock.instant());
    if (later != null) {
      return pauses.onLater(attempt, target, later);
    }
    // That a batch is too large says nothing about how the receiver is doing.
    return attempt.verdict() instanceof Verdict.Halved
        ? Uni.createFrom().voidItem()
        : standing.onEnded(attempt, target);
  }

  private boolean isPresent(Target sentTo) {
    Target present = targets.find(sentTo.id());
    return present != null && present.version() == sentTo.version();
  }

  private void measure(Attempt attempt) {
    String outcome = attempt.outcome().wire();
    int events = attempt.batch().members().size();
    meters.requested(outcome, events);
    switch (attempt.verdict()) {
      case Verdict.Delivered delivered -> {
        meters.delivered("delivered", events);
        Instant now = attempt.sentAt().plus(attempt.duration());
        attempt
            .batch()
            .members()
            .forEach(
                member ->
                    meters.acknowledgedAfter(Duration.between(Ids.timeOf(member.eventId()), now)));
      }
      case Verdict.Again again -> meters.delivered("retried", events);
      case Verdict.Halved halved -> meters.delivered("retried", events);
      case Verdict.Failed failed -> meters.delivered("failed", events);
    }
  }
}
