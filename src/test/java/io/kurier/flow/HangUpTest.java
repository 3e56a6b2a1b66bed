package io.kurier.flow;

import static org.awaitility.Awaitility.await;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HangUpTest {

  private static final int PRODUCERS = 300;

  private final Api api = new Api();

  @Inject Pool pool;

  /** Its request is cancelled, but what was committed is an event like any other. */
  @Test
  void whatAProducerThatHangsUpLeftIsDeliveredAllTheSame() throws IOException {
    try (Receiver receiver = Receiver.willing()) {
      api.webhook(receiver.url("/"), "");
      for (int i = 0; i < PRODUCERS; i++) {
        postAndHangUp();
      }
      // Asked by one who waits: whatever was read before it is committed or not by then.
      api.post("{\"type\":\"contact_moved\"}").then().statusCode(202);
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> receiver.got().size() == kept() && open() == 0);
    }
  }

  private void postAndHangUp() throws IOException {
    String body = "{\"type\":\"contact_added\"}";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      // A reset instead of a farewell, so that the server notices at once.
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write(
              """
              POST /v1/events HTTP/1.1\r
              Host: localhost\r
              Authorization: Bearer kurier-test-admin-key\r
              Kurier-Account: %s\r
              Content-Type: application/json\r
              Content-Length: %d\r
              \r
              %s"""
                  .formatted(api.account(), body.length(), body)
                  .getBytes(StandardCharsets.US_ASCII));
    }
  }

  private int kept() {
    return count("select count(*)::int from event where account_id = $1");
  }

  private int open() {
    return count("select count(*)::int from delivery where account_id = $1");
  }

  private int count(String sql) {
    return pool.preparedQuery(sql)
        .executeAndAwait(Tuple.of(api.account()))
        .iterator()
        .next()
        .getInteger(0);
  }
}
