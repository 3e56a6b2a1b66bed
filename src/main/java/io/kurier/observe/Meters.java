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

  /** A call to the database failed because it is away. */
  void databaseFailed();

  /** Others took this node for dead. */
  void leaseLost();

  /** Rows of a node that is gone were made anybody's. */
  void takenOver(int rows);

  /** Rows that this node owned, and had forgotten, were made anybody's. */
  void reconciled(int rows);

  /** Where a level is read. */
  void watch(Level level, LongSupplier value);

  /**
   * The cluster's open deliveries and the age of the oldest due one, as this node last estimated
   * them for all.
   */
  void openDeliveries(long open, Duration oldestDue);

  /** Another node estimates for the cluster now: this one stops exporting. */
  void forgetOpenDeliveries();
}
