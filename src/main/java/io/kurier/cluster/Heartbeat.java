package io.kurier.cluster;

import io.kurier.observe.Meters;
import io.kurier.storage.OwnConnections;
import io.kurier.time.Ids;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the others that this node is there, and itself when they think that it is not: then its row
 * is gone, and what it owned with it. On a lost lease it forgets what it holds and comes back as a
 * new node.
 */
@ApplicationScoped
public class Heartbeat implements StartStep {

  private static final Logger LOG = Logger.getLogger(Heartbeat.class);

  private final Node node;
  private final OwnConnections connections;
  private final Instance<LeaseLost> listeners;
  private final Clock clock;
  private final Meters meters;
  private final String name;
  private final String version;
  private final Pace accepted;
  private final Pace acknowledged;
  private final AtomicBoolean beating = new AtomicBoolean();
  private final AtomicReference<@Nullable PgConnection> connection = new AtomicReference<>();
  private volatile @Nullable ScheduledFuture<?> timer;

  Heartbeat(
      Node node,
      OwnConnections connections,
      Instance<LeaseLost> listeners,
      Clock clock,
      Meters meters,
      @ConfigProperty(name = "HOSTNAME", defaultValue = "localhost") String name,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.node = node;
    this.connections = connections;
    this.listeners = listeners;
    this.clock = clock;
    this.meters = meters;
    this.name = name;
    this.version = version;
    long now = System.nanoTime();
    this.accepted = new Pace(meters.accepted(), now);
    this.acknowledged = new Pace(meters.acknowledged(), now);
  }

  @Override
  public int order() {
    return JOINED;
  }

  @Override
  public Uni<Void> start() {
    return join()
        .invoke(
            () -> {
              long every = node.lease().beatEvery().toMillis();
              timer =
                  Infrastructure.getDefaultWorkerPool()
                      .scheduleAtFixedRate(this::tick, every, every, TimeUnit.MILLISECONDS);
            });
  }

  /** Leaves for good: the last thing that a stopping node does. */
  public Uni<Void> leave() {
    ScheduledFuture<?> running = timer;
    if (running == null) {
      return Uni.createFrom().voidItem();
    }
    running.cancel(false);
    UUID id = node.id();
    node.leave();
    return store().chain(store -> store.delete(id)).eventually(this::disconnect);
  }

  private void tick() {
    if (!beating.compareAndSet(false, true)) {
      return;
    }
    (node.hasJoined() ? beat() : join())
        .ifNoItem()
        .after(patience())
        .fail()
        .onTermination()
        .invoke(() -> beating.set(false))
        .subscribe()
        .with(
            done -> {},
            failure -> {
              if (node.mayStart()) {
                // The first in a row, or the second; that the database is away is told elsewhere.
                LOG.warnf("heartbeat.failed node=%s reason=%s", node.id(), failure);
              }
              disconnect();
            });
  }

  private Uni<Void> beat() {
    long sentAt = System.nanoTime();
    UUID id = node.id();
    float acceptedPerSecond = accepted.next(meters.accepted(), sentAt);
    float acknowledgedPerSecond = acknowledged.next(meters.acknowledged(), sentAt);
    return store()
        .chain(store -> store.beat(id, node.term(), acceptedPerSecond, acknowledgedPerSecond))
        .chain(
            beat -> {
              meters.clockSkew(ahead(beat.databaseTime(), System.nanoTime() - sentAt));
              if (beat.heard()) {
                node.onBeat(sentAt, beat.silent(), beat.others());
                return Uni.createFrom().voidItem();
              }
              loseLease();
              return join();
            });
  }

  /** The database saw the beat in the middle of its round trip, about. */
  private Duration ahead(Instant databaseTime, long roundTripNanos) {
    return Duration.between(databaseTime, clock.instant().minusNanos(roundTripNanos / 2));
  }

  /** Others took this node for dead, and took over what it owned. */
  private void loseLease() {
    LOG.warnf("lease.lost node=%s", node.id());
    meters.leaseLost();
    node.leave();
    listeners.forEach(LeaseLost::onLeaseLost);
  }

  private Uni<Void> join() {
    long sentAt = System.nanoTime();
    UUID id = Ids.next(clock);
    return store()
        .chain(store -> store.insert(id, name, version))
        .invoke(
            () -> {
              node.join(id, sentAt);
              LOG.infof("node.joined node=%s", id);
            });
  }

  private Uni<NodeStore> store() {
    PgConnection open = connection.get();
    if (open != null) {
      return Uni.createFrom().item(new NodeStore(open));
    }
    return Uni.createFrom()
        .completionStage(() -> connections.connect().map(this::adopt).toCompletionStage())
        .map(NodeStore::new);
  }

  /** Whoever asked for it may have given up meanwhile: the next beat finds it. */
  private PgConnection adopt(PgConnection fresh) {
    PgConnection before = connection.getAndSet(fresh);
    fresh.closeHandler(closed -> connection.compareAndSet(fresh, null));
    if (before != null) {
      before.close();
    }
    return fresh;
  }

  private void disconnect() {
    PgConnection open = connection.getAndSet(null);
    if (open != null) {
      open.close();
    }
  }

  private Duration patience() {
    return node.term().dividedBy(3);
  }
}
