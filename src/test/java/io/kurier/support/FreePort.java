package io.kurier.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port that nobody listens on. It is none of those that the system gives to outgoing
 * connections, and each fork has a range of its own: so nobody takes it before it is used.
 */
public final class FreePort {

  private static final int FIRST = 18_000;
  private static final int PER_FORK = 2_000;

  private static int next = ThreadLocalRandom.current().nextInt(PER_FORK);

  private FreePort() {}

  public static synchronized int find() {
    for (int i = 0; i < PER_FORK; i++) {
      next = (next + 1) % PER_FORK;
      int port = FIRST + (Fork.NUMBER - 1) * PER_FORK + next;
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody listens there: the next one.
      }
    }
    throw new AssertionError("no port is free");
  }
}
