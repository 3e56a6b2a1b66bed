package io.kurier.cluster;

/**
 * Hears that this node lost its lease: others may own its rows, so it must forget what it holds.
 */
public interface LeaseLost {

  /** Called before the node takes a new id. */
  void onLeaseLost();
}
