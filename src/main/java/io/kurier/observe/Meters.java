package io.kurier.observe;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the packages report; {@link Metrics} exports it. Never a webhook's or an account's name in
 * it.
 */
public interface Meters {

  /** Events were committed. */
  void accepted(int events);

  /** Deliveries ended or are to be tried again: one per event and webhook. */
  void delivered(String outcome, int deliveries);

  /**
   * An HTTP request to a receiver ended; it carried so many events, each accepted at one of the
   * times.
   */
  void requested(String outcome, int events);

  /** A delivery was acknowledged, so long after its event was accepted. */
  void acknowledgedAfter(Duration sinceAccepted);

  /** Events that were committed, since the start. */
  long accepted();

  /** Deliveries that were acknowledged, since the start. */
  long acknowledged();

  /** One group of the group commit held so many events. */
  void committed(int events);

  /** The database had a group commit for so long, whether it was done or failed. */
  void commitTook(Duration duration);

  /** A call to the database failed because it is away. */
  void databaseFailed();

  /** Others took this node for dead. */
  void leaseLost();

  /** By so much this node's clock is ahead of the database's; negative where it is behind. */
  void clockSkew(Duration ahead);

  /** Rows of a node that is gone were made anybody's. */
  void takenOver(int rows);

  /** Rows that this node owned, and had forgotten, were made anybody's. */
  void reconciled(int rows);

  /** A bound that holds before a key is asked for closed a socket, or refused a request. */
  void rejected(Rejection why);

  /** Where a level is read. */
  void watch(Level level, LongSupplier value);

  /**
   * Where it is read how much of a pool is used.
   *
   * @param pool the label
   * @param size the whole pool, in the unit of what is used
   */
  void watchPool(String pool, LongSupplier used, long size);

  /** How the cluster's work stands, as this node last estimated it for all. */
  void clusterWork(ClusterWork work);

  /** Another node estimates for the cluster now: this one stops exporting. */
  void forgetClusterWork();
}
