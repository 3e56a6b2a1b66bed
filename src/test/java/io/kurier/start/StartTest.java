package io.kurier.start;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.Management;
import io.kurier.support.Raw;
import io.kurier.support.TestDatabase;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = TestDatabase.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(value = Management.class, scope = TestResourceScope.GLOBAL)
class StartTest {

  /** {@code quarkus.management.limits.max-connections}. */
  private static final int MOST = 100;

  private static final int SLOW = 100;
  private static final long PATIENCE_MILLIS = 2_000;

  private static final String BEGUN =
      """
      POST /v1/events HTTP/1.1\r
      Host: a\r
      Authorization: Bearer kurier-test-admin-key\r
      Content-Type: application/json\r
      Content-Length: 1000\r
      \r
      {""";

  @Test
  void theServiceIsReadyOnceEveryStepIsDone() {
    Management.given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'kurier' }.data.started", equalTo(true))
        .body("checks.find { it.name == 'kurier' }.data.database", equalTo(true))
        .body("checks.find { it.name == 'kurier' }.data.draining", equalTo(false));
    Management.given().get("/q/health/started").then().statusCode(200);
    Management.given().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void metricsAndTheInterfacesDescriptionAreAtTheManagementPort() {
    Management.given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("jvm_memory_used_bytes"));
    Management.given()
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body(containsString("openapi: 3.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/no-such-page",
        "/q",
        "/q/",
        "/q/health",
        "/q/health/live",
        "/q/health/ready",
        "/q/health/started",
        "/q/metrics",
        "/q/openapi",
        "/q/openapi.json",
        "/q/swagger-ui",
        "/q/dev",
        "/q/dev-ui",
        "//q/metrics",
        "/%71/metrics"
      })
  void theInterfacesPortHasTheInterfaceAlone(String path) {
    for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
      given()
          .urlEncodingEnabled(false)
          .request(method, path)
          .then()
          .statusCode(404)
          .contentType("application/problem+json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/webhooks", "/", "/openapi.json", "/assets/x.js"})
  void theManagementPortHasNothingOfTheInterface(String path) {
    Management.given()
        .header("Authorization", "Bearer kurier-test-admin-key")
        .get(path)
        .then()
        .statusCode(404);
  }

  @Test
  void aBodyIsNotTakenAtTheManagementPort() {
    String answer =
        Raw.firstLine(
            Management.port(),
            "POST /q/metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n");
    assertEquals("HTTP/1.1 413 Request Entity Too Large", answer);
  }

  /** Half a head each, so that the platform has not seen a request of any. */
  @Test
  void connectionsOfTheManagementPortAreCountedFromTheBeginning() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      connect(sockets, MOST + 50, "GET / HTTP/1.1\r\nX: ");
      // Connections of other tests may be there as well.
      await()
          .untilAsserted(
              () ->
                  assertThat(
                      sockets.stream().filter(StartTest::isOpen).count(),
                      both(lessThanOrEqualTo((long) MOST)).and(greaterThan(MOST / 2L))));
      given().get("/openapi.json").then().statusCode(200);
    } finally {
      close(sockets);
    }
    await().ignoreExceptions().until(StartTest::isServedAgain);
  }

  private static void connect(List<Socket> sockets, int count, String request) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), Management.port());
      sockets.add(socket);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
    }
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** With room for some, so that the next test finds some too. */
  private static boolean isServedAgain() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      connect(sockets, MOST / 4, "GET /q/health/live HTTP/1.1\r\nHost: a\r\n\r\n");
      for (Socket socket : sockets) {
        if (socket.getInputStream().read() != 'H') {
          return false;
        }
      }
      return true;
    } finally {
      close(sockets);
    }
  }

  /** Whether the server has not closed it; it has no reason to say anything. */
  private static boolean isOpen(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Producers that announce a body and never send it: each holds a request of the other port. */
  @Test
  void probesAreAnsweredWhateverProducersDo() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < SLOW; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        slow.add(socket);
        socket.getOutputStream().write(BEGUN.getBytes(US_ASCII));
      }
      for (int i = 0; i < SLOW; i++) {
        for (String path : List.of("/q/health/live", "/q/health/ready", "/q/metrics")) {
          Management.given().get(path).then().statusCode(200).time(lessThan(PATIENCE_MILLIS));
        }
      }
      for (Socket socket : slow) {
        assertEquals(0, socket.getInputStream().available(), "it was to be held");
      }
    } finally {
      close(slow);
    }
  }
}
