package io.kurier.event;

/**
 * What one request may cost beside its reading: the schema checks of all its events together, and
 * the deliveries that they become. Each check is bounded by itself, but a request has as many of
 * them as it has events.
 */
final class WorkBudget {

  /** What an event loop may do at once: a few milliseconds, enough for ordinary schemas. */
  private static final int EFFORT_ON_EVENT_LOOP = 400_000;

  private static final long NANOS_ON_EVENT_LOOP = 5_000_000L;
  private static final int DELIVERIES_ON_EVENT_LOOP = 2_000;

  /** About a second. */
  private static final int EFFORT = 10 * SchemaEffort.EVENT;

  /**
   * For what the counts don't know: the reading, the texts. Twice as long, since on a busy machine
   * the clock runs while others work.
   */
  private static final long NANOS = 2_000_000_000L;

  /** Rows that one transaction inserts; until then they take some 200 bytes of the heap each. */
  static final int MAX_DELIVERIES = 100_000;

  private int effort;
  private long nanos;
  private int deliveries;

  WorkBudget(int effort, long nanos, int deliveries) {
    this.effort = effort;
    this.nanos = nanos;
    this.deliveries = deliveries;
  }

  /** What is tried at once, and begun anew elsewhere where it is not enough. */
  static WorkBudget ofEventLoop() {
    return new WorkBudget(EFFORT_ON_EVENT_LOOP, NANOS_ON_EVENT_LOOP, DELIVERIES_ON_EVENT_LOOP);
  }

  static WorkBudget ofRequest() {
    return new WorkBudget(EFFORT, NANOS, MAX_DELIVERIES);
  }

  /** What the next check may cost; what it did cost is to be {@link #spend spent}. */
  SchemaEffort next() {
    return new SchemaEffort(Math.min(effort, SchemaEffort.EVENT), nanos);
  }

  /**
   * Charges a check.
   *
   * @param cost as {@link SchemaEffort} counts it
   * @param took how long it took, with all that belongs to it, in nanoseconds
   */
  void spend(int cost, long took) {
    effort -= cost;
    nanos -= took;
  }

  void spendDeliveries(int count) {
    deliveries -= count;
  }

  /** Whether it did not reach. */
  boolean isSpent() {
    return effort < 0 || nanos < 0 || deliveries < 0;
  }

  /** Whether it did not reach for the deliveries. */
  boolean isOutOfDeliveries() {
    return deliveries < 0;
  }

  /** The budget did not reach. */
  static final class Spent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final int events;

    /**
     * @param pointer to the event that was looked at last
     * @param events how many the request has
     */
    Spent(String pointer, int events) {
      super("the request asks for too much work", null, false, false);
      this.pointer = pointer;
      this.events = events;
    }

    String pointer() {
      return pointer;
    }

    int events() {
      return events;
    }
  }
}
