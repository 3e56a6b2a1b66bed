package io.kurier.share;

import java.util.Locale;

/** What a node has a bounded amount of. The name in lower case is the pool's label in metrics. */
public enum Pool {
  /** Requests to receivers in flight. */
  REQUESTS,
  /** Memory of the deliveries that wait or are in flight, in bytes. */
  BUFFERED_BYTES,
  /** Connections to receivers that are open. */
  CONNECTIONS,
  /** Memory of the request bodies that are being read, in bytes. */
  INTAKE_BYTES,
  /** Live streams of attempts. */
  STREAMS,
  /** Deliveries whose outcome is not recorded yet. */
  UNRECORDED,
  /** Memory of the answers that are not recorded yet, in bytes. */
  UNRECORDED_BYTES,
  /** Events that wait to be committed. */
  WAITING_EVENTS,
  /** Memory of the events that wait to be committed, in bytes. */
  WAITING_BYTES,
  /** Claims of due deliveries under way. */
  CLAIMS,
  /** Long requests that wait to be read. */
  WAITING_READS,
  /** Long requests that are being read. */
  READS;

  /** The label in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
