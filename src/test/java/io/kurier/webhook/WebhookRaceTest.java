package io.kurier.webhook;

import static io.kurier.webhook.Requests.PATH;
import static io.kurier.webhook.Requests.named;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookRaceTest {

  private static final int WRITERS = 8;

  @Inject Pool pool;

  private final Requests requests = Requests.ofNewAccount();

  @Test
  void ofWritersOnTheSameVersionOneWins() {
    String id = requests.created(named("a"));

    List<Response> answers =
        atOnce(
            i ->
                requests
                    .request()
                    .header("If-Match", "\"1\"")
                    .contentType(ContentType.JSON)
                    .body(named("writer " + i))
                    .put(PATH + "/" + id));

    assertEquals(Map.of(200, 1L, 412, WRITERS - 1L), byStatus(answers));
    String winner =
        answers.stream().filter(a -> a.statusCode() == 200).findFirst().orElseThrow().path("name");
    requests.get(id).then().body("version", equalTo(2)).body("name", equalTo(winner));
  }

  @Test
  void patchesOfDifferentPartsAllHold() {
    String id = requests.created(named("a"));

    List<Response> answers =
        atOnce(i -> requests.patch(id, "{\"headers\": {\"X-" + i + "\": \"1\"}}"));

    assertEquals(Map.of(200, (long) WRITERS), byStatus(answers));
    requests
        .get(id)
        .then()
        .body("version", equalTo(1 + WRITERS))
        .body("headers.size()", equalTo(WRITERS));
  }

  @Test
  void theLastWebhookThatAnAccountMayHaveIsCreatedOnce() {
    requests.created(named("a"));
    pool.preparedQuery(
            """
            insert into webhook
            select (w).* from (
              select jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid(), 'status', 'inactive')) as w
              from webhook w, generate_series(1, 998) where account_id = $1) copies
            """)
        .execute(Tuple.of(requests.account()))
        .await()
        .atMost(Duration.ofSeconds(30));

    List<Response> answers = atOnce(i -> requests.post(named("last " + i)));

    assertEquals(Map.of(201, 1L, 409, WRITERS - 1L), byStatus(answers));
    pool.preparedQuery("delete from webhook where account_id = $1")
        .execute(Tuple.of(requests.account()))
        .await()
        .atMost(Duration.ofSeconds(30));
    requests.post(named("again")).then().statusCode(201);
    requests.request().get(PATH).then().body("items", hasSize(1));
  }

  private static List<Response> atOnce(IntFunction<Response> request) {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Callable<Response>> calls =
          IntStream.range(0, WRITERS)
              .<Callable<Response>>mapToObj(i -> () -> request.apply(i))
              .toList();
      return writers.invokeAll(calls).stream().map(WebhookRaceTest::answer).toList();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Response answer(Future<Response> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<Integer, Long> byStatus(List<Response> answers) {
    return answers.stream()
        .collect(Collectors.groupingBy(Response::statusCode, Collectors.counting()));
  }
}
