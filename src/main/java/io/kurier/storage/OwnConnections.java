package io.kurier.storage;

import io.kurier.problem.DomainError;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.SslMode;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SqlConnectionBase;
import io.vertx.sqlclient.spi.ConnectionFactory;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pool, and connections outside of it to where it connects: for what must not queue
 * behind work (heartbeats) and what belongs to one connection (LISTEN). All are made alike: in a
 * limited time, with the same settings of the session, and only to a server that takes writes
 * (decision 29).
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

  /** Seconds; the same for those outside of the pool, whose owners look after them before. */
  private static final int FORGOTTEN = 120;

  private static final int ASK_TIMEOUT_MILLIS = 5_000;

  /** The SSLRequest of the protocol; a server answers it with {@code S} or {@code N}. */
  private static final int DO_YOU_SPEAK_TLS = 80_877_103;

  /**
   * Statements are planned each time, by the sizes that the tables have then, and an index is not
   * taken to be four times as dear as it is where the table is in memory (decision 13). Each
   * statement sees what was committed before it, whatever the database's own default is: a claim
   * that waited for a lock goes on with what it finds then, and does not fail. And one round trip
   * says whether the server takes writes, too.
   */
  private static final String PREPARE =
      """
      set plan_cache_mode = force_custom_plan;
      set random_page_cost = 1.1;
      set default_transaction_isolation = 'read committed';
      show transaction_read_only
      """;

  private static final String IS_READ_ONLY = "show transaction_read_only";

  private final Vertx vertx;
  private final NetClient asking;
  private final Duration longestLogIn;

  /** As long as the pool has them. */
  private final WeakHashMap<Connection, Boolean> pooled = new WeakHashMap<>();

  private volatile @Nullable Server server;

  /** Where to connect to. */
  private record Server(PgConnectOptions configured, ConnectionFactory factory) {}

  /**
   * @param longestLogIn how long a connection may take to be made, of both drivers
   */
  OwnConnections(
      Vertx vertx,
      @ConfigProperty(name = "quarkus.datasource.jdbc.login-timeout") Duration longestLogIn) {
    this.vertx = vertx;
    this.longestLogIn = longestLogIn;
    this.asking =
        vertx.createNetClient(
            new NetClientOptions()
                .setConnectTimeout(ASK_TIMEOUT_MILLIS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(ASK_TIMEOUT_MILLIS));
  }

  @Override
  @SuppressWarnings("deprecation") // the way that is not deprecated can't refuse a server
  public Pool create(Input input) {
    PgConnectOptions configured = input.pgConnectOptionsList().getFirst();
    configured.setConnectTimeout((int) longestLogIn.toMillis());
    Server known =
        new Server(
            configured, PgDriver.INSTANCE.createConnectionFactory(input.vertx(), configured));
    server = known;
    return PgBuilder.pool()
        // Each call has a time limit of its own. The pool's would run on after a call has failed,
        // and then complain in the log that it had.
        .with(new PoolOptions(input.poolOptions()).setConnectionTimeout(0))
        .connectingTo(configured)
        .using(input.vertx())
        .build()
        .connectionProvider(context -> open(known, context, DEAD).onSuccess(this::remember));
  }

  @PreDestroy
  void close() {
    Server known = server;
    if (known != null) {
      known.factory().close(Promise.promise());
    }
  }

  /**
   * A connection of its own, that carries queries and may listen. It fails where the server does
   * not let it in in time, or takes no writes.
   *
   * @throws DomainError 503 before the pool was used for the first time
   */
  public Future<PgConnection> connect() {
    Server known = server;
    if (known == null) {
      throw DomainError.unavailable("The database is not connected yet.", Duration.ofSeconds(1));
    }
    return open(known, vertx.getOrCreateContext(), FORGOTTEN).map(PgConnection::cast);
  }

  /**
   * Listens for notifications, on a connection of its own; not before it is started.
   *
   * @param channels who is called with what was notified, by channel
   * @param onListening called each time that it begins to listen
   */
  public Listener listener(Map<String, Consumer<String>> channels, Runnable onListening) {
    return new Listener(this, vertx, channels, onListening);
  }

  /**
   * Closes every connection of the pool: what they lead to takes no writes any more, or their
   * sessions are no longer what they were. New ones are made, to wherever the address leads now.
   */
  void drop() {
    List<Connection> all;
    synchronized (pooled) {
      all = new ArrayList<>(pooled.keySet());
      pooled.clear();
    }
    all.forEach(connection -> connection.close(null, Promise.promise()));
  }

  /**
   * Whether the server to which a connection leads takes no writes.
   *
   * @param before statements that are executed with the question, each with its semicolon
   */
  static Future<Boolean> isReadOnly(SqlConnection connection, String before) {
    return connection.query(before + IS_READ_ONLY).execute().map(OwnConnections::lastSaysOn);
  }

  private void remember(SqlConnection connection) {
    synchronized (pooled) {
      pooled.put(((SqlConnectionBase<?>) connection).unwrap(), true);
    }
  }

  private Future<SqlConnection> open(Server known, Context context, int idleSeconds) {
    Future<SqlConnection> opening =
        known
            .factory()
            .connect(
                context, decided(known.configured()).map(decided -> closing(decided, idleSeconds)))
            .compose(OwnConnections::prepared);
    return opening
        .timeout(longestLogIn.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure -> {
              if (!(failure instanceof TimeoutException)) {
                return Future.failedFuture(failure);
              }
              opening.onSuccess(OwnConnections::end);
              return Future.failedFuture(
                  new SocketTimeoutException(
                      "The database did not let us in within " + longestLogIn.toSeconds() + " s."));
            });
  }

  private static Future<SqlConnection> prepared(SqlConnection connection) {
    return connection
        .query(PREPARE)
        .execute()
        .compose(
            rows ->
                lastSaysOn(rows)
                    ? Future.failedFuture(
                        new ConnectException(
                            "The database takes no writes: it is a standby, or was made"
                                + " read-only."))
                    : Future.succeededFuture(connection))
        .onFailure(refused -> end(connection));
  }

  private static boolean lastSaysOn(RowSet<Row> rows) {
    RowSet<Row> last = rows;
    for (RowSet<Row> next = rows.next(); next != null; next = next.next()) {
      last = next;
    }
    return last.iterator().next().getString(0).equals("on");
  }

  private static SqlConnectOptions closing(PgConnectOptions decided, int idleSeconds) {
    return new PgConnectOptions(decided)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setIdleTimeout(idleSeconds);
  }

  /**
   * TLS if the server has it, where it is only preferred. The client's own way leaves the
   * connection open on which the server said that it has none: that takes one of the server's
   * places for a minute, and a server that is being stopped waits for it.
   */
  private Future<PgConnectOptions> decided(PgConnectOptions configured) {
    return configured.getSslMode() == SslMode.PREFER
        ? speaksTls(configured)
            .map(
                tls ->
                    new PgConnectOptions(configured)
                        .setSslMode(tls ? SslMode.REQUIRE : SslMode.DISABLE))
        : Future.succeededFuture(configured);
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

  private static void end(SqlConnection connection) {
    var _ = connection.close();
  }
}
