package io.kurier.history;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kurier.delivery.AttemptView;
import io.kurier.history.AttemptStream.Found;
import io.kurier.history.AttemptStream.Watch;
import io.kurier.paging.Page;
import io.kurier.support.Api;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Header;
import io.restassured.specification.FilterableRequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AttemptStreamTest extends HistoryTest {

  private static final String STREAM = "/v1/webhooks/{id}/attempts/stream";

  @Test
  void anAttemptComesAsItIsRecorded() throws Exception {
    UUID webhook = webhook();
    rows.attempt(webhook, List.of(rows.event()), 1, true);
    try (Listener listener = listen(webhook, "", null)) {
      await().until(() -> listener.lines.contains(":alive"));
      UUID attempt = rows.attempt(webhook, List.of(rows.event()), 3, false);
      await().until(() -> listener.attempts().size() == 1);
      assertEquals(List.of(attempt.toString()), listener.ids());
      assertEquals("refused", listener.attempts().getFirst().get("outcome"));
      assertEquals(3, listener.attempts().getFirst().get("number"));
      assertEquals("PT0.042S", listener.attempts().getFirst().get("duration"));
    }
  }

  @Test
  void onlyTheOutcomeThatIsAskedForComes() throws Exception {
    UUID webhook = webhook();
    try (Listener listener = listen(webhook, "?outcome=refused", null)) {
      await().until(() -> listener.lines.contains(":alive"));
      rows.attempt(webhook, List.of(rows.event()), 1, true);
      UUID refused = rows.attempt(webhook, List.of(rows.event()), 1, false);
      await().until(() -> !listener.ids().isEmpty());
      assertEquals(List.of(refused.toString()), listener.ids());
    }
  }

  @Test
  void onlyTheTypeThatIsAskedForComes() throws Exception {
    UUID webhook = webhook();
    UUID moved = rows.eventOf("contact_moved");
    try (Listener listener = listen(webhook, "?type=contact_moved", null)) {
      await().until(() -> listener.lines.contains(":alive"));
      rows.attempt(webhook, List.of(rows.event()), 1, true);
      UUID batch = rows.attempt(webhook, List.of(rows.event(), moved), 1, true);
      await().until(() -> !listener.ids().isEmpty());
      assertEquals(List.of(batch.toString()), listener.ids());
    }
  }

  @Test
  void whoWasAwayGetsWhatWasMissed() throws Exception {
    UUID webhook = webhook();
    Instant now = Instant.now();
    List<UUID> event = List.of(rows.event());
    rows.attempt(now.minusSeconds(600), webhook, event, 1, "refused", "");
    UUID last = rows.attempt(now.minusSeconds(300), webhook, event, 2, "refused", "");
    UUID first = rows.attempt(now.minusSeconds(200), webhook, event, 3, "refused", "");
    UUID second = rows.attempt(now.minusSeconds(100), webhook, event, 4, "refused", "");
    try (Listener listener = listen(webhook, "", last)) {
      await().until(() -> listener.ids().size() >= 2);
      assertEquals(List.of(first.toString(), second.toString()), listener.ids());
    }
  }

  @Test
  void anothersAttemptsAreNotFound() {
    UUID webhook = webhook();
    new Api().request().get(STREAM, webhook).then().statusCode(404);
    get(STREAM, UUID.randomUUID()).statusCode(404);
  }

  @Test
  void whatIsAskedForWronglyIsNamed() {
    UUID webhook = webhook();
    api.request()
        .header("Last-Event-ID", "7")
        .get(STREAM + "?outcome=lost&type=" + "x".repeat(129), webhook)
        .then()
        .statusCode(422)
        .body("errors.pointer", equalTo(List.of("outcome", "type", "Last-Event-ID")));
  }

  @Test
  void whatWasThereBeforeIsNotNew() {
    Watch watch = new Watch(null);
    assertEquals(List.of(), watch.next(page(false, 3, 2, 1)).attempts());
    assertEquals(List.of(4, 5), numbers(watch.next(page(false, 5, 4, 3, 2, 1))));
    assertEquals(List.of(), numbers(watch.next(page(false, 5, 4, 3, 2, 1))));
  }

  /** A request that took long has an older id than some that were recorded before it. */
  @Test
  void whatIsRecordedLateIsNewToo() {
    Watch watch = new Watch(null);
    watch.next(page(false, 5, 4));
    assertEquals(List.of(3), numbers(watch.next(page(false, 5, 4, 3))));
  }

  @Test
  void moreThanAPageIsSkippedAndSaid() {
    Watch watch = new Watch(null);
    watch.next(page(true, 3, 2, 1));
    assertFalse(watch.next(page(true, 5, 4, 3)).skipped());
    Found found = watch.next(page(true, 9, 8, 7));
    assertTrue(found.skipped());
    assertEquals(List.of(7, 8, 9), numbers(found));
  }

  @Test
  void whoComesBackIsLookedForFromWhereItLeft() {
    Duration latest = Duration.ofMinutes(1);
    Instant recent = Instant.parse("2026-03-01T12:00:00Z");
    Instant left = Instant.parse("2026-03-01T11:00:00Z");
    Watch watch = new Watch(Ids.floor(left));
    assertEquals(left.minus(latest), watch.since(recent, latest));
    watch.next(page(false));
    assertEquals(recent, watch.since(recent, latest));
    assertEquals(recent, new Watch(null).since(recent, latest));
  }

  private static List<Integer> numbers(Found found) {
    return found.attempts().stream().map(AttemptView::number).toList();
  }

  private static Page<AttemptView> page(boolean more, int... numbers) {
    return Page.of(
        IntStream.of(numbers)
            .mapToObj(
                number ->
                    new AttemptView(
                        new UUID(number, 0),
                        new UUID(0, 1),
                        new UUID(0, 2),
                        List.of(),
                        number,
                        "acknowledged",
                        200,
                        null,
                        Instant.EPOCH,
                        Duration.ZERO,
                        null))
            .toList(),
        more,
        attempt -> attempt.id().toString());
  }

  private Listener listen(UUID webhook, String query, @Nullable UUID lastId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                "http://localhost:"
                    + RestAssured.port
                    + STREAM.replace("{id}", webhook.toString())
                    + query));
    for (Header header : ((FilterableRequestSpecification) api.request()).getHeaders()) {
      request.header(header.getName(), header.getValue());
    }
    if (lastId != null) {
      request.header("Last-Event-ID", lastId.toString());
    }
    return new Listener(request.build());
  }

  /** Reads a stream in a thread of its own. */
  private static final class Listener implements AutoCloseable {

    private static final String DATA = "data:";
    private static final String ID = "id:";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Listener(HttpRequest request) throws IOException, InterruptedException {
      HttpResponse<Stream<String>> answer =
          client.send(request, HttpResponse.BodyHandlers.ofLines());
      assertEquals(200, answer.statusCode());
      assertEquals("text/event-stream", answer.headers().firstValue("Content-Type").orElseThrow());
      Thread.ofVirtual().start(() -> read(answer.body()));
    }

    private void read(Stream<String> body) {
      try {
        body.forEach(lines::add);
      } catch (RuntimeException e) {
        // It was closed.
      }
    }

    List<String> ids() {
      return with(ID);
    }

    List<Map<?, ?>> attempts() throws IOException {
      List<Map<?, ?>> attempts = new CopyOnWriteArrayList<>();
      for (String data : with(DATA)) {
        attempts.add(new ObjectMapper().readValue(data, Map.class));
      }
      return attempts;
    }

    private List<String> with(String field) {
      return lines.stream()
          .filter(line -> line.startsWith(field))
          .map(line -> line.substring(field.length()).strip())
          .toList();
    }

    @Override
    public void close() {
      client.shutdownNow();
    }
  }
}
