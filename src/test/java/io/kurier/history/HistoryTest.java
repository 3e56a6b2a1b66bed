package io.kurier.history;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of this package share: an account's rows, and requests on its behalf. */
abstract class HistoryTest {

  @Inject Pool pool;

  Rows rows;

  @BeforeEach
  void useANewAccount() {
    rows = new Rows(pool);
  }

  RequestSpecification asAccount() {
    return as(rows.account());
  }

  static RequestSpecification as(String account) {
    return given()
        .header("Authorization", "Bearer kurier-test-admin-key")
        .header("Kurier-Account", account);
  }

  ValidatableResponse get(String path, Object... parameters) {
    return asAccount().get(path, parameters).then();
  }
}
