package io.kurier.delivery;

import io.kurier.batch.Batch;
import io.kurier.batch.Member;
import io.kurier.batch.Pending;
import io.kurier.storage.Database;
import io.kurier.time.Ids;
import io.kurier.webhook.Target;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Sends a test at once: one request, recorded like any other, never repeated, and no matter for the
 * breaker.
 */
@ApplicationScoped
public class TestDelivery {

  private final BatchSender sender;
  private final AttemptStore store;
  private final Clock clock;

  TestDelivery(BatchSender sender, AttemptStore store, Clock clock) {
    this.sender = sender;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Sends a body as an event of that type; the item is how it ended.
   *
   * @param hops how many requests of Kurier the request for it came through
   */
  public Uni<AttemptView> send(Target target, String type, byte[] body, int hops) {
    UUID eventId = Ids.next(clock);
    Pending row =
        Pending.first(
            Ids.ofDelivery(target.id(), eventId),
            target.id(),
            null,
            target.accountId(),
            new Member(eventId, type, body, null, hops));
    Batch batch = new Batch(target.id(), List.of(row), target.batching().enabled());
    return sender.sendTest(batch, target).chain(this::record).map(AttemptView::of);
  }

  private Uni<Attempt> record(Attempt attempt) {
    return store
        .record(attempt)
        .replaceWith(attempt)
        .onFailure(Database::isRefused)
        .recoverWithUni(() -> store.record(attempt.stripped()).replaceWith(attempt.stripped()));
  }
}
