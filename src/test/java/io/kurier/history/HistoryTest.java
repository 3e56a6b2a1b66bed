package io.kurier.history;

import io.kurier.support.Api;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of this package share: an account, its rows, and requests on its behalf. */
abstract class HistoryTest {

  /** Nobody listens there. */
  private static final String NOWHERE = "http://127.0.0.1:9/";

  final Api api = new Api();

  @Inject Pool pool;

  Rows rows;

  @BeforeEach
  void writeRowsOfTheAccount() {
    rows = new Rows(pool, api.account());
  }

  @AfterEach
  void removeWhatIsOpen() {
    rows.removeOpen();
  }

  UUID webhook() {
    return api.webhook(NOWHERE, "").id();
  }

  UUID batchingWebhook() {
    return api.webhook(NOWHERE, ", \"batching\": {\"enabled\": true}").id();
  }

  UUID inactiveWebhook() {
    return api.webhook(NOWHERE, ", \"status\": \"inactive\"").id();
  }

  ValidatableResponse get(String path, Object... parameters) {
    return api.request().get(path, parameters).then();
  }
}
