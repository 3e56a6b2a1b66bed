package io.kurier.network;

import io.kurier.observe.Rejection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The sockets that were accepted and are still open, and whether there is room for another. */
final class Sockets {

  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final PeerCounts ofPeers;

  /**
   * None is open.
   *
   * @param most of all peers together
   * @param mostOfPeer of one peer
   */
  Sockets(int most, int mostOfPeer) {
    this.most = most;
    this.ofPeers = new PeerCounts(mostOfPeer);
  }

  /**
   * Counts a socket that was accepted.
   *
   * @param peer null where only the bound on all holds
   * @return the bound that leaves no room for it, and then it is not counted; empty if it is, and
   *     then it has to {@link #leave}
   */
  Optional<Rejection> enter(@Nullable Peer peer) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return Optional.of(Rejection.CONNECTIONS);
    }
    if (peer != null && !ofPeers.tryAdd(peer)) {
      open.decrementAndGet();
      return Optional.of(Rejection.CONNECTIONS_OF_ADDRESS);
    }
    return Optional.empty();
  }

  /**
   * A socket that had entered is closed.
   *
   * @param peer as it entered
   */
  void leave(@Nullable Peer peer) {
    if (peer != null) {
      ofPeers.remove(peer);
    }
    open.decrementAndGet();
  }

  /** How many are open. */
  int open() {
    return open.get();
  }
}
