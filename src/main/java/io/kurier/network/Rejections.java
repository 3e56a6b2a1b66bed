package io.kurier.network;

import io.kurier.observe.Meters;
import io.kurier.observe.Rejection;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells of sockets and requests that ran into a bound: each in the metrics, and a line a minute in
 * the log, since whoever floods the service is not to flood its log.
 */
@Singleton
class Rejections {

  private static final Logger LOG = Logger.getLogger(Rejections.class);

  private final Meters meters;
  private final Map<Rejection, Pace> paces = new EnumMap<>(Rejection.class);

  Rejections(Meters meters) {
    this.meters = meters;
    for (Rejection why : Rejection.values()) {
      paces.put(why, new Pace());
    }
  }

  /**
   * One was closed or refused.
   *
   * @param peer whose it was, where that is known
   */
  void add(Rejection why, @Nullable Peer peer) {
    meters.rejected(why);
    long count = Objects.requireNonNull(paces.get(why)).happened(System.nanoTime());
    if (count > 0) {
      LOG.warnf("connections.rejected reason=%s count=%d last=%s", why.reason(), count, peer);
    }
  }
}
