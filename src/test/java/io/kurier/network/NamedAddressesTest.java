package io.kurier.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Raw;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behind a proxy that is trusted it counts for whom it asks, and behind any other who it is. */
@QuarkusTest
@TestProfile(NamedAddressesTest.BehindProxies.class)
class NamedAddressesTest {

  /** 127.0.0.1 is one of two proxies in a row; 127.0.0.2 is none. */
  public static class BehindProxies implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "kurier.trusted-proxies", "127.0.0.1, 10.0.0.0/8", "kurier.connections-per-address", "3");
    }
  }

  private static final String LOOK = "GET /v1/nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
  private static final String SERVED = "HTTP/1.1 401 ";
  private static final String REFUSED = "HTTP/1.1 429 ";

  @SuppressWarnings("NullAway.Init") // injected
  @TestHTTPResource
  URI service;

  @Test
  void anAddressThatHasTheMostRequestsOpenGetsNoMore() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (String named : List.of("192.0.2.1", "192.0.2.1, 10.0.0.1", "203.0.113.9, 192.0.2.1")) {
        open.add(begin("127.0.0.1", named));
      }
      await().untilAsserted(() -> assertBegins(REFUSED, look("192.0.2.1")));
      String refused = look("192.0.2.1");
      assertTrue(refused.contains("\r\nretry-after: 1\r\n"), refused);
      assertTrue(refused.contains("\r\ncontent-type: application/problem+json"), refused);
      assertTrue(refused.contains("Your address has too many requests open."), refused);
      assertBegins(SERVED, look("192.0.2.2"));
      assertBegins(SERVED, look("203.0.113.9"));
      assertBegins(SERVED, Raw.exchange(service.getPort(), LOOK + "\r\n"));
    } finally {
      closeAll(open);
    }
    await().untilAsserted(() -> assertBegins(SERVED, look("192.0.2.1")));
  }

  @Test
  void whoIsNoProxyIsNotBelievedAndCountsByItsSockets() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 1; i <= 3; i++) {
        open.add(begin("127.0.0.2", "192.0.2." + i));
      }
      await()
          .untilAsserted(
              () -> {
                try (Socket fourth = connect("127.0.0.2")) {
                  assertTrue(isClosed(fourth));
                }
              });
      assertBegins(SERVED, look("192.0.2.1"));
    } finally {
      closeAll(open);
    }
    await()
        .untilAsserted(
            () -> {
              try (Socket again = connect("127.0.0.2")) {
                again.getOutputStream().write((LOOK + "\r\n").getBytes(ISO_8859_1));
                assertEquals('H', again.getInputStream().read());
              }
            });
  }

  private String look(String named) {
    return Raw.exchange(service.getPort(), LOOK + "X-Forwarded-For: " + named + "\r\n\r\n");
  }

  private static void assertBegins(String expected, String answer) {
    assertTrue(answer.startsWith(expected), answer);
  }

  /** Sends a head; the body that it announces never comes. */
  private Socket begin(String from, String named) throws IOException {
    Socket socket = connect(from);
    String head =
        "POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer kurier-test-admin-key\r\n"
            + "Content-Type: application/json\r\nContent-Length: 9\r\nX-Forwarded-For: "
            + named
            + "\r\n\r\n{";
    socket.getOutputStream().write(head.getBytes(ISO_8859_1));
    return socket;
  }

  private Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), service.getPort()));
    socket.setSoTimeout(1_000);
    return socket;
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void closeAll(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
