package io.kurier.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to channels, on a connection of its own. When that is lost it is made anew, and again
 * until it is there. A connection that only listens would never learn that nobody speaks at the
 * other end any more, or somebody who takes no writes and so has nothing to notify: it asks now and
 * then.
 */
public final class Listener implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Listener.class);

  private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);
  private static final Duration ASK_EVERY = Duration.ofSeconds(5);

  private final OwnConnections connections;
  private final Vertx vertx;
  private final Map<String, Consumer<String>> channels;
  private final Runnable onListening;
  private final String listen;
  private final AtomicReference<@Nullable PgConnection> current = new AtomicReference<>();
  private volatile boolean closed;

  Listener(
      OwnConnections connections,
      Vertx vertx,
      Map<String, Consumer<String>> channels,
      Runnable onListening) {
    this.connections = connections;
    this.vertx = vertx;
    this.channels = new LinkedHashMap<>(channels);
    this.onListening = onListening;
    this.listen =
        channels.keySet().stream()
            .map(channel -> "listen " + channel + "; ")
            .collect(Collectors.joining());
  }

  /** Begins to listen; fails where that is not possible, and then it may be called again. */
  public Future<Void> start() {
    return current.get() != null ? Future.succeededFuture() : connect();
  }

  /** Listens no more. */
  @Override
  public void close() {
    closed = true;
    PgConnection connection = current.getAndSet(null);
    if (connection != null) {
      end(connection);
    }
  }

  private Future<Void> connect() {
    return connections
        .connect()
        .compose(
            connection ->
                connection
                    .notificationHandler(this::onNotified)
                    .query(listen)
                    .execute()
                    .onFailure(refused -> end(connection))
                    .map(listening -> connection))
        .onSuccess(this::adopt)
        .mapEmpty();
  }

  private void onNotified(PgNotification notified) {
    Consumer<String> told = channels.get(notified.getChannel());
    if (told != null) {
      told.accept(notified.getPayload());
    }
  }

  private void adopt(PgConnection connection) {
    if (closed) {
      end(connection);
      return;
    }
    current.set(connection);
    connection.closeHandler(gone -> lost(connection, "it was closed"));
    vertx.setTimer(ASK_EVERY.toMillis(), timer -> ask(connection));
    onListening.run();
  }

  private void ask(PgConnection connection) {
    if (!connection.equals(current.get())) {
      return;
    }
    // To listen again changes nothing, and shows in the list of sessions what this one is for.
    OwnConnections.isReadOnly(connection, listen)
        .timeout(ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(
            readOnly -> {
              if (readOnly) {
                lost(connection, "it takes no writes any more");
              } else {
                vertx.setTimer(ASK_EVERY.toMillis(), timer -> ask(connection));
              }
            })
        .onFailure(failure -> lost(connection, "it does not answer"));
  }

  private void lost(PgConnection connection, String reason) {
    if (current.compareAndSet(connection, null)) {
      LOG.infof("listener.lost channels=%s reason=\"%s\"", channels.keySet(), reason);
      end(connection);
      reconnectLater();
    }
  }

  private void reconnectLater() {
    vertx.setTimer(
        RECONNECT_AFTER.toMillis(),
        timer -> {
          if (!closed) {
            connect().onFailure(failure -> reconnectLater());
          }
        });
  }

  private static void end(PgConnection connection) {
    var _ = connection.close();
  }
}
