package io.kurier.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port that nobody listens on. It is none of those that the system gives to outgoing
 * connections, so nobody takes it before it is used.
 */
public final class FreePort {

  private static final int FIRST = 18_000;
  private static final int PORTS = 10_000;

  private static int next = ThreadLocalRandom.current().nextInt(PORTS);

  private FreePort() {}

  public static synchronized int find() {
    for (int i = 0; i < PORTS; i++) {
      next = (next + 1) % PORTS;
      int port = FIRST + next;
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody listens there: the next one.
      }
    }
    throw new AssertionError("no port is free");
  }
}
