package io.kurier.observe;

import java.util.Locale;

/**
 * The bound that a socket or a request ran into before a key was asked for. The name in lower case
 * is the reason in metrics and logs.
 */
public enum Rejection {
  /** All sockets of the node. */
  CONNECTIONS,
  /** The sockets of one peer address. */
  CONNECTIONS_OF_ADDRESS,
  /** The time for a TLS handshake. */
  HANDSHAKE_TIME,
  /** The time for a request's head, or for the preface of HTTP/2. */
  HEAD_TIME,
  /** The requests of one address that a trusted proxy named. */
  REQUESTS_OF_ADDRESS;

  /** The label in metrics. */
  public String reason() {
    return name().toLowerCase(Locale.ROOT);
  }
}
