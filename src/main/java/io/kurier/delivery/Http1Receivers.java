package io.kurier.delivery;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The receivers that took HTTP/2 and then asked for HTTP/1.1 (RFC 9113 section 7,
 * HTTP_1_1_REQUIRED): they are spared the question next time. Of many the ones called last are
 * remembered, until the node ends.
 */
final class Http1Receivers {

  static final int MOST = 10_000;

  // Guarded by this.
  private final Map<String, Boolean> receivers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  /** Hardly ever there is one, and each request asks. */
  private volatile boolean isEmpty = true;

  /** A receiver, by host and port, asked for it. */
  synchronized void add(String receiver) {
    receivers.put(receiver, true);
    isEmpty = false;
  }

  boolean contains(String receiver) {
    if (isEmpty) {
      return false;
    }
    synchronized (this) {
      return receivers.get(receiver) != null;
    }
  }
}
