package io.kurier.webhook;

import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookResourceTest {

  private final Requests requests = Requests.ofNewAccount();

  @Test
  void smoke() {
    requests
        .post(Requests.named("a"))
        .then()
        .log()
        .all()
        .statusCode(201)
        .body("name", equalTo("a"));
    requests.request().get(Requests.PATH).then().log().all().statusCode(200);
    requests
        .request()
        .get(Requests.PATH + "?event=contact_added&status=active&health=ok&q=A")
        .then()
        .log()
        .all()
        .statusCode(200);
  }
}
