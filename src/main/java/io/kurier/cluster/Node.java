package io.kurier.cluster;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * This process as the owner of delivery rows. Its id is new at each start and after each lost
 * lease, so that what it owned before is never taken for its own.
 */
@Singleton
public class Node {

  /**
   * The newest format of sealed values that this version reads. Nodes say it when they join, so
   * that nobody writes what another one can't read.
   */
  public static final short SEALED_FORMAT = 2;

  private static final UUID NOBODY = UUID.nameUUIDFromBytes(new byte[0]);

  /** Beyond it producers would wait longer than a larger database needs them to. */
  private static final int MOST_SHARERS = 4;

  private final Lease lease;
  private volatile UUID id = NOBODY;
  private volatile long beatAt;
  private volatile long unbrokenSince;
  private volatile boolean joined;
  private volatile boolean othersSilent;
  private volatile int others;

  Node(ClusterConfig config) {
    this.lease = new Lease(config.lease());
  }

  /** The owner of the rows that this node claims now. */
  public UUID id() {
    return id;
  }

  /**
   * Whether rows of that owner are this node's: not, if its lease was lost since they became so.
   */
  public boolean owns(@Nullable UUID owner) {
    return id.equals(owner);
  }

  /**
   * Whether a request may be started: others have not taken the rows over, and will not before it
   * ends or fails.
   */
  public boolean mayStart() {
    return joined && lease.mayStart(System.nanoTime() - beatAt);
  }

  /** Whether another node is silent, and this one may say of it that it is gone. */
  public boolean mayTakeOver() {
    long now = System.nanoTime();
    return othersSilent
        && joined
        && lease.mayStart(now - beatAt)
        && lease.mayTakeOver(now - unbrokenSince);
  }

  /** After how long a silent node's rows are taken over. */
  public Duration term() {
    return lease.term();
  }

  Lease lease() {
    return lease;
  }

  void join(UUID newId, long sentAt) {
    id = newId;
    beatAt = sentAt;
    unbrokenSince = sentAt;
    joined = true;
  }

  /**
   * How long a node waits between two statements, so that all nodes together ask their database as
   * often as one node does that waits for {@code alone}; four times as long at most.
   */
  public Duration between(Duration alone) {
    return alone.multipliedBy(1 + Math.min(others, MOST_SHARERS - 1));
  }

  /**
   * A beat was confirmed that was sent at that time, and told whether other nodes are silent, and
   * how many are not.
   */
  void onBeat(long sentAt, boolean othersAreSilent, int othersThere) {
    if (!lease.mayStart(sentAt - beatAt)) {
      unbrokenSince = sentAt;
    }
    othersSilent = othersAreSilent;
    others = othersThere;
    beatAt = sentAt;
  }

  boolean hasJoined() {
    return joined;
  }

  /** It owns nothing any more. */
  void leave() {
    joined = false;
    id = NOBODY;
  }
}
