package io.kurier.real;

import java.util.List;

/** A server that runs. */
interface Software extends AutoCloseable {

  List<Site> sites();

  /** What its operator does after a change of its configuration; it goes on serving. */
  void reload();

  /**
   * Whether a reload closes connections on which a first request has come and not been answered: a
   * client cannot know that nothing was done with it, and must not repeat it by itself. Such a
   * server is reloaded while nothing is on the way.
   */
  default boolean dropsNewRequests() {
    return false;
  }

  @Override
  void close();
}
