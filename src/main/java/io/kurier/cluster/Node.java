package io.kurier.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/**
 * This process as the owner of delivery rows. Its id is new at each start and after each lost
 * lease, so that what it owned before is never taken for its own.
 */
@ApplicationScoped
public class Node {

  private final Lease lease;
  private volatile UUID id = UUID.nameUUIDFromBytes(new byte[0]);
  private volatile long beatAt;
  private volatile long unbrokenSince;
  private volatile boolean joined;

  Node(ClusterConfig config) {
    this.lease = new Lease(config.lease());
  }

  /** The owner of the rows that this node claims now. */
  public UUID id() {
    return id;
  }

  /**
   * Whether a request may be started: others have not taken the rows over, and will not before it
   * ends or fails.
   */
  public boolean mayStart() {
    return joined && lease.mayStart(System.nanoTime() - beatAt);
  }

  /** Whether this node may say of another that it is gone. */
  public boolean mayTakeOver() {
    long now = System.nanoTime();
    return joined && lease.mayStart(now - beatAt) && lease.mayTakeOver(now - unbrokenSince);
  }

  /** After how long a silent node's rows are taken over. */
  public Duration term() {
    return lease.term();
  }

  Lease lease() {
    return lease;
  }

  boolean hasLostLease() {
    return joined && lease.isLost(System.nanoTime() - beatAt);
  }

  void join(UUID newId, long sentAt) {
    id = newId;
    beatAt = sentAt;
    unbrokenSince = sentAt;
    joined = true;
  }

  /** A beat was confirmed that was sent at that time. */
  void onBeat(long sentAt) {
    if (sentAt - beatAt > lease.term().toNanos() * 2 / 3) {
      unbrokenSince = sentAt;
    }
    beatAt = sentAt;
  }

  boolean hasJoined() {
    return joined;
  }

  /** Others took this node for dead: its lease is lost, whatever the time. */
  void expire() {
    beatAt = System.nanoTime() - lease.term().toNanos();
  }

  /** It owns nothing any more. */
  void leave() {
    joined = false;
  }
}
