package io.kurier.storage;

import io.kurier.problem.DomainError;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections outside the pool, to where the pool connects: for what must not queue behind
 * work (heartbeats) and what belongs to one connection (LISTEN).
 */
@Singleton
public class OwnConnections implements PgPoolCreator {

  /**
   * Seconds. A connection on which nothing moves for so long is dead: the pool gives idle ones back
   * before, and no statement takes that time. Without this a network that swallows packets takes
   * connection after connection out of the pool, until the kernel gives up after a quarter of an
   * hour.
   */
  private static final int DEAD = 40;

  private final Vertx vertx;
  private volatile @Nullable PgConnectOptions options;

  OwnConnections(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Pool create(Input input) {
    options = new PgConnectOptions(input.pgConnectOptionsList().getFirst());
    List<SqlConnectOptions> pooled = new ArrayList<>();
    for (PgConnectOptions each : input.pgConnectOptionsList()) {
      pooled.add(
          new PgConnectOptions(each).setIdleTimeoutUnit(TimeUnit.SECONDS).setIdleTimeout(DEAD));
    }
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(pooled)
        .using(input.vertx())
        .build();
  }

  /**
   * A connection of its own that listens, and carries queries. Reconnecting is its owner's matter.
   *
   * @throws DomainError 503 before the pool was used for the first time
   */
  public PgSubscriber open() {
    PgConnectOptions known = options;
    if (known == null) {
      throw DomainError.unavailable("The database is not connected yet.", Duration.ofSeconds(1));
    }
    return PgSubscriber.subscriber(vertx, new PgConnectOptions(known));
  }
}
