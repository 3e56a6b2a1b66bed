package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.batch.Batch;
import io.kurier.batch.BatchBuffers;
import io.kurier.batch.BatchSink;
import io.kurier.batch.Limits;
import io.kurier.batch.Member;
import io.kurier.batch.Pending;
import io.kurier.batch.TestBuffers;
import io.kurier.cluster.TestNode;
import io.kurier.share.Holder;
import io.kurier.share.Pools;
import io.kurier.share.TestPools;
import io.kurier.support.NoMeters;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A node that stops, and has no database that it could record anything in. */
class OutflowTest {

  private static final UUID WEBHOOK = new UUID(1, 2);
  private static final UUID NODE = new UUID(3, 4);

  private final Pools pools = TestPools.ofDefaults();
  private final Sink sink = new Sink();
  private final BatchBuffers buffers = TestBuffers.before(sink, pools);
  private final DuePoller poller = poller();
  private final Recorder recorder = recorder();

  @SuppressWarnings("NullAway")
  private DuePoller poller() {
    return new DuePoller(
        null, null, null, null, null, buffers, null, null, null, null, pools, null);
  }

  @SuppressWarnings("NullAway")
  private Recorder recorder() {
    return new Recorder(
        new AttemptStore(null, null),
        buffers,
        poller,
        TestNode.alone(),
        null,
        pools,
        NoMeters.INSTANCE);
  }

  @SuppressWarnings("NullAway")
  private Outflow outflow() {
    return new Outflow(buffers, recorder, poller, null);
  }

  /** Each request is acknowledged at once. */
  private final class Sink implements BatchSink {
    @Override
    public Uni<Void> send(Batch batch) {
      recorder.record(
          new Attempt(
              UUID.randomUUID(),
              batch,
              batch.id(),
              Instant.EPOCH,
              Duration.ZERO,
              new Outcome.Acknowledged(200, new byte[0]),
              new Verdict.Delivered()));
      return Uni.createFrom().voidItem();
    }

    @Override
    public boolean mayStart(Holder webhook) {
      return true;
    }

    @Override
    public boolean isBusy(String accountId) {
      return false;
    }

    @Override
    public long nanosToWait(UUID webhookId) {
      return 0;
    }

    @Override
    public boolean isBehind(UUID webhookId) {
      return false;
    }
  }

  @Test
  void itDoesNotWaitForWhatCanNotBeRecorded() {
    Member member = new Member(UUID.randomUUID(), "contact_added", new byte[] {'{', '}'});
    Pending row = Pending.first(UUID.randomUUID(), WEBHOOK, NODE, "default", member);
    Limits limits = new Limits(false, 1, 1 << 20, Duration.ofSeconds(1), 4);
    assertTrue(buffers.reserve("default", WEBHOOK, row.id(), row.size(), limits));
    buffers.offer(row);
    outflow().end().await().atMost(Duration.ofSeconds(10));
    assertEquals(1, recorder.stuck());
    assertTrue(buffers.holds(row.id()));
  }
}
