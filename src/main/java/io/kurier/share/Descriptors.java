package io.kurier.share;

/**
 * How many file descriptors may be used for what comes in and goes out, so that some are left for
 * the database, for probes and for files, whatever the process's limit is.
 *
 * @param accepted sockets that producers and others opened
 * @param connections to receivers, kept for the next request
 * @param requests in flight to receivers, each of which may need a connection of its own
 */
public record Descriptors(int accepted, int connections, int requests) {

  /** Of the database beside its pool: to beat, to listen, and at the start five more. */
  private static final int OF_DATABASE = 7;

  /**
   * Files of the program, look-ups of names, probes, scrapes, and whatever an operator does. A node
   * at rest has 50 to 400 open, most of them its jars.
   */
  private static final int OF_PROGRAM = 600;

  /** Selectors of an event loop; there are two loops for each processor. */
  private static final int OF_PROCESSOR = 8;

  /** With less nothing is left to share. */
  private static final int LEAST = 100;

  /** What is wanted, all of which a process without a limit gets. */
  long wanted() {
    return (long) accepted + connections + requests;
  }

  /** What is kept back. */
  static long reserve(int databasePool, int processors) {
    return (long) databasePool + OF_DATABASE + OF_PROGRAM + (long) OF_PROCESSOR * processors;
  }

  /**
   * What of it fits: all, or the same part of each.
   *
   * @param limit of the process
   * @param reserve to be kept back
   * @throws IllegalArgumentException if the limit leaves nothing that could be shared
   */
  Descriptors within(long limit, long reserve) {
    long free = limit - reserve;
    if (free >= wanted()) {
      return this;
    }
    if (free < LEAST) {
      throw new IllegalArgumentException(
          "The limit of file descriptors is %d; at least %d are needed. Raise it: 'ulimit -n %d'."
              .formatted(limit, reserve + LEAST, reserve + wanted()));
    }
    return new Descriptors(part(accepted, free), part(connections, free), part(requests, free));
  }

  private int part(int of, long free) {
    return (int) Math.max(1, of * free / wanted());
  }
}
