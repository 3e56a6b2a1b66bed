package io.kurier.network;

import io.kurier.observe.Rejection;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection that takes too long; used on its event loop alone. */
final class Deadline implements Runnable {

  /** So long a TLS handshake may take, and a request's head, whatever comes of it meanwhile. */
  static final Duration TIME = Duration.ofSeconds(10);

  private final Channel channel;
  private final Rejection why;
  private final Rejections rejections;
  private @Nullable ScheduledFuture<?> timer;

  Deadline(Channel channel, Rejection why, Rejections rejections) {
    this.channel = channel;
    this.why = why;
    this.rejections = rejections;
  }

  /** From now on, unless it runs already. */
  void start() {
    if (timer == null) {
      timer = channel.eventLoop().schedule(this, TIME.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** What it is about has come. */
  void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  @Override
  public void run() {
    timer = null;
    if (!channel.config().isAutoRead()) {
      // The peer is not late: it isn't listened to, until an earlier request has been answered.
      start();
      return;
    }
    rejections.add(why, Acceptor.peer(channel));
    var _ = channel.close();
  }
}
