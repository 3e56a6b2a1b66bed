package io.kurier.real;

import java.util.List;

/** A server that runs. */
interface Software extends AutoCloseable {

  List<Site> sites();

  /** What its operator does after a change of its configuration; it goes on serving. */
  void reload();

  @Override
  void close();
}
