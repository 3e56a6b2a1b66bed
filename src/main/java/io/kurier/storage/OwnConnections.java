package io.kurier.storage;

import io.kurier.problem.DomainError;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pool, and connections outside of it to where it connects: for what must not queue
 * behind work (heartbeats) and what belongs to one connection (LISTEN).
 */
@Singleton
public class OwnConnections implements PgPoolCreator {

  /**
   * Seconds. A connection on which nothing moves for so long is dead: the pool gives idle ones back
   * before, and no statement takes that time. Without this a network that swallows packets takes
   * connection after connection out of the pool, until the kernel gives up after a quarter of an
   * hour.
   */
  private static final int DEAD = 15;

  private static final int ASK_TIMEOUT_MILLIS = 5_000;

  /** The SSLRequest of the protocol; a server answers it with {@code S} or {@code N}. */
  private static final int DO_YOU_SPEAK_TLS = 80_877_103;

  private final Vertx vertx;
  private final NetClient asking;

  /** As of the last connection that the pool made. */
  private volatile @Nullable PgConnectOptions options;

  OwnConnections(Vertx vertx) {
    this.vertx = vertx;
    this.asking =
        vertx.createNetClient(
            new NetClientOptions()
                .setConnectTimeout(ASK_TIMEOUT_MILLIS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(ASK_TIMEOUT_MILLIS));
  }

  @Override
  public Pool create(Input input) {
    PgConnectOptions configured = input.pgConnectOptionsList().getFirst();
    return PgBuilder.pool()
        // Each call has a time limit of its own. The pool's would run on after a call has failed,
        // and
        // then complain in the log that it had.
        .with(new PoolOptions(input.poolOptions()).setConnectionTimeout(0))
        .connectingTo(() -> decided(configured).map(OwnConnections::pooled))
        .withConnectHandler(OwnConnections::setPlanner)
        .using(input.vertx())
        .build();
  }

  /**
   * Statements are planned each time, by the sizes that the tables have then, and an index is not
   * taken to be four times as dear as it is where the table is in memory (decision 13). If that
   * can't be set the connection is good all the same, or its first statement says why not.
   */
  private static void setPlanner(SqlConnection connection) {
    connection
        .query("set plan_cache_mode = force_custom_plan; set random_page_cost = 1.1")
        .execute()
        .onComplete(
            set -> {
              var _ = connection.close();
            });
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

  private static SqlConnectOptions pooled(PgConnectOptions decided) {
    return new PgConnectOptions(decided).setIdleTimeoutUnit(TimeUnit.SECONDS).setIdleTimeout(DEAD);
  }

  /**
   * TLS if the server has it, where it is only preferred. The client's own way leaves the
   * connection open on which the server said that it has none: that takes one of the server's
   * places for a minute, and a server that is being stopped waits for it.
   */
  private Future<PgConnectOptions> decided(PgConnectOptions configured) {
    Future<PgConnectOptions> decided =
        configured.getSslMode() == SslMode.PREFER
            ? speaksTls(configured)
                .map(
                    tls ->
                        new PgConnectOptions(configured)
                            .setSslMode(tls ? SslMode.REQUIRE : SslMode.DISABLE))
            : Future.succeededFuture(configured);
    return decided.onSuccess(known -> options = known);
  }

  private Future<Boolean> speaksTls(PgConnectOptions configured) {
    return asking
        .connect(configured.getPort(), configured.getHost())
        .compose(
            socket -> {
              Promise<Boolean> answer = Promise.promise();
              socket.handler(bytes -> answer.tryComplete(bytes.getByte(0) == 'S'));
              socket.closeHandler(
                  closed -> answer.tryFail(new IOException("The database closed the connection.")));
              socket.write(
                  Buffer.buffer().appendInt(2 * Integer.BYTES).appendInt(DO_YOU_SPEAK_TLS));
              return answer.future().onComplete(any -> end(socket));
            });
  }

  private static void end(NetSocket socket) {
    var _ = socket.close();
  }
}
