package io.kurier.event;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.Signed;
import io.kurier.time.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What accounts are told of their webhooks. The job runs every 5 s by itself; mostly a test calls
 * it, and for failures with a time when their minute is over.
 */
@QuarkusTest
class OperationalEventsTest {

  private static final String SUSPENDED = "kurier.webhook.suspended";
  private static final String RESUMED = "kurier.webhook.resumed";
  private static final String FAILED = "kurier.deliveries.failed";

  private static final String NEVER_AGAIN = ", \"delivery\": {\"retry\": []}";

  /** Longer than from one look at suspended and deleted webhooks to the next. */
  private static final Duration WAIT = Duration.ofSeconds(30);

  @Inject OperationalEvents job;
  @Inject OperationalEventStore store;
  @Inject Pool pool;

  private final Api api = new Api();
  private final Receiver receiver =
      new Receiver(
          got ->
              switch (got.path()) {
                case "/gone" -> Answer.of(410, "");
                case "/failing" -> Answer.of(500, "");
                default -> Answer.of(200, "");
              });

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  @Test
  void aSuspensionIsToldToWhoAsksForIt() {
    Api.Webhook about = webhook("[\"contact_added\", \"kurier.*\"]", "/gone", "");
    Api.Webhook told = webhook("[\"" + SUSPENDED + "\"]", "/told", "");
    webhook("[\"*\", \"k*\"]", "/everything", "");
    api.post("{\"type\":\"contact_added\"}").then().statusCode(202);
    awaitHealth(about, "suspended");

    tellAll();

    Receiver.Got got = awaitOne("/told");
    assertEquals(SUSPENDED, got.header("X-Webhook-Type"));
    Signed.verify(got, told.secret());
    JsonPath health = view(about);
    JsonPath body = JsonPath.from(got.text());
    assertEquals(about.id().toString(), body.getString("webhook.id"));
    assertEquals("test", body.getString("webhook.name"));
    assertEquals("The receiver answered 410 Gone.", body.getString("reason"));
    assertEquals(410, body.getInt("lastStatus"));
    assertEquals(health.getString("health.since"), body.getString("occurredAt"));
    assertMatchedOnly(told);
  }

  @Test
  void aResumptionIsToldButNotToTheWebhookItself() {
    Api.Webhook about = webhook("[\"kurier.*\"]", "/about", "");
    Api.Webhook told = webhook("[\"kurier.webhook.*\"]", "/told", "");
    setHealth(about, "suspended");
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    resume(about);
    tellAll();

    JsonPath body = JsonPath.from(awaitOne("/told").text());
    assertEquals(RESUMED, body.getString("type"));
    assertEquals(about.id().toString(), body.getString("webhook.id"));
    assertTrue(!Instant.parse(body.getString("occurredAt")).isBefore(before));
    assertMatchedOnly(told);
  }

  @Test
  void aWebhookThatWasNotSuspendedIsNotResumed() {
    Api.Webhook about = webhook("[\"contact_added\"]", "/about", "");
    webhook("[\"kurier.*\"]", "/told", "");
    resume(about);
    setHealth(about, "failing");
    resume(about);
    setHealth(about, "suspended");
    resume(about);
    resume(about);

    tellAll();

    assertEquals(1, bodies(RESUMED).size());
  }

  @Test
  void failuresAreToldOncePerMinuteWithTheirNumber() {
    Api.Webhook about = webhook("[\"contact_added\", \"kurier.*\"]", "/failing", NEVER_AGAIN);
    Api.Webhook told = webhook("[\"kurier.deliveries.*\"]", "/told", "");
    webhook("[\"*\"]", "/everything", "");
    // Fewer than open a breaker, in one group and in several.
    api.post("[{\"type\":\"contact_added\"},{\"type\":\"contact_added\"}]").then().statusCode(202);
    api.post("{\"type\":\"contact_added\"}").then().statusCode(202);
    awaitFailed(about, 3);
    api.post("{\"type\":\"contact_added\"}").then().statusCode(202);
    awaitFailed(about, 4);

    tellWhenTheMinuteIsOver();

    List<JsonPath> bodies = bodies(FAILED);
    List<Instant> minutes =
        bodies.stream().map(body -> Instant.parse(body.getString("since"))).toList();
    assertEquals(4, bodies.stream().mapToInt(body -> body.getInt("count")).sum());
    assertEquals(minutes.stream().distinct().count(), minutes.size(), minutes.toString());
    // Two if the clock struck meanwhile.
    assertTrue(minutes.size() <= 2, minutes.toString());
    for (int i = 0; i < bodies.size(); i++) {
      JsonPath body = bodies.get(i);
      assertEquals(about.id().toString(), body.getString("webhook.id"));
      assertEquals(minutes.get(i).truncatedTo(ChronoUnit.MINUTES), minutes.get(i));
      assertEquals(minutes.get(i).plusSeconds(60).toString(), body.getString("until"));
      assertEquals(body.getString("until"), body.getString("occurredAt"));
    }
    await().until(() -> receiver.got("/told").size() == bodies.size());
    assertMatchedOnly(told);
  }

  @Test
  void failuresAreNotToldBeforeTheirMinuteIsOver() {
    Api.Webhook about = webhook("[\"contact_added\"]", "/failing", NEVER_AGAIN);
    webhook("[\"kurier.*\"]", "/told", "");
    api.post("{\"type\":\"contact_added\"}").then().statusCode(202);
    awaitFailed(about, 1);
    Instant minute =
        pool.preparedQuery("select at from operational_event where webhook_id = $1")
            .executeAndAwait(Tuple.of(about.id()))
            .iterator()
            .next()
            .getOffsetDateTime(0)
            .toInstant();

    tell(minute.plusSeconds(74));
    assertEquals(0, bodies(FAILED).size());

    tell(minute.plusSeconds(75));
    assertEquals(1, bodies(FAILED).size());
  }

  @Test
  void whatWaitedForASuspendedWebhookHasFailedButForADeletedOneIsNoNews() {
    Api.Webhook suspended = webhook("[\"contact_added\"]", "/", "");
    Api.Webhook deleted = webhook("[\"contact_added\"]", "/", "");
    webhook("[\"kurier.*\"]", "/told", "");
    insertWaiting(suspended, 3);
    insertWaiting(deleted, 2);
    setHealth(suspended, "suspended");
    api.request().delete("/v1/webhooks/" + deleted.id()).then().statusCode(204);
    awaitFailed(suspended, 3);
    await().atMost(WAIT).until(() -> failed(deleted) == 2);

    tellWhenTheMinuteIsOver();

    List<JsonPath> bodies = bodies(FAILED);
    assertEquals(
        List.of(suspended.id().toString()),
        bodies.stream().map(body -> body.getString("webhook.id")).distinct().toList());
    assertEquals(3, bodies.stream().mapToInt(body -> body.getInt("count")).sum());
  }

  @Test
  void thatAnOperationalEventFailedIsNotToldInTurn() {
    Api.Webhook about = webhook("[\"contact_added\"]", "/", "");
    Api.Webhook failing = webhook("[\"kurier.*\"]", "/failing", NEVER_AGAIN);
    webhook("[\"kurier.*\"]", "/told", "");
    insertResumption(about, Instant.now());
    tellAll();
    awaitFailed(failing, 1);

    tellWhenTheMinuteIsOver();

    assertEquals(1, bodies(RESUMED).size());
    assertEquals(0, bodies(FAILED).size());
  }

  @Test
  void whatNobodyAsksForIsForgotten() {
    Api.Webhook about = webhook("[\"*\"]", "/", "");
    insertResumption(about, Instant.now());

    tellAll();

    assertEquals(0, untold(about));
    assertEquals(0, bodies(RESUMED).size());
  }

  @Test
  void whatIsLeftOfAWebhookThatIsNoMoreIsForgotten() {
    webhook("[\"kurier.*\"]", "/told", "");
    Api.Webhook gone = new Api.Webhook(UUID.randomUUID(), "");
    insertResumption(gone, Instant.now());

    tellAll();

    assertEquals(0, untold(gone));
    assertEquals(0, bodies(RESUMED).size());
  }

  @Test
  void twoRunsAtATimeTellEachThingOnce() {
    Api.Webhook about = webhook("[\"contact_added\"]", "/", "");
    webhook("[\"kurier.*\"]", "/told", "");
    Instant first = Instant.now().minusSeconds(1_000);
    for (int i = 0; i < 120; i++) {
      insertResumption(about, first.plusSeconds(i));
    }

    Instant now = Instant.now();
    Uni.combine().all().unis(job.tellDue(now), job.tellDue(now)).asTuple().await().atMost(WAIT);

    await().atMost(WAIT).until(() -> untold(about) == 0);
    List<String> told =
        bodies(RESUMED).stream().map(body -> body.getString("occurredAt")).sorted().toList();
    assertEquals(told.stream().distinct().toList(), told);
    assertEquals(120, told.size());
  }

  @Test
  void whatARunHadTakenWhenItsNodeDiedIsToldByTheNextOne() {
    Api.Webhook about = webhook("[\"contact_added\"]", "/", "");
    webhook("[\"kurier.*\"]", "/told", "");
    Instant later = insertResumptionOfLater(about);
    SqlConnection dying = pool.getConnectionAndAwait();
    dying.query("begin").executeAndAwait();
    int taken =
        dying
            .preparedQuery(OperationalEventStore.TAKE_DUE)
            .executeAndAwait(Tuple.of(later.atOffset(ZoneOffset.UTC), 1_000))
            .size();
    assertTrue(taken >= 1);

    // It neither waits for it nor tells it.
    tell(later);
    assertEquals(0, bodies(RESUMED).size());

    dying.query("rollback").executeAndAwait();
    dying.closeAndAwait();
    tell(later);
    assertEquals(1, bodies(RESUMED).size());
  }

  @Test
  void whatIsToBeToldIsToldBeforeLong() {
    Api.Webhook about = webhook("[\"contact_added\"]", "/", "");
    webhook("[\"kurier.*\"]", "/told", "");
    insertResumption(about, Instant.now());

    awaitOne("/told");
  }

  @Test
  void whatCouldNotBeKeptAsAnEventIsStillToBeTold() {
    Api.Webhook about = webhook("[\"contact_added\"]", "/", "");
    Instant later = insertResumptionOfLater(about);

    Incoming incoming = new Incoming(RESUMED, null, null, null, null, false, new byte[] {'{', '}'});
    Event event = new Event(Ids.floor(later), api.account(), incoming, later, null, List.of());

    // The database refuses one of two with the same id.
    Uni<Integer> failing = store.replaceDue(later, 1_000, due -> List.of(event, event));
    assertThrows(PgException.class, () -> failing.await().atMost(WAIT));

    assertEquals(1, untold(about));
    tell(later);
    assertEquals(0, untold(about));
  }

  @Test
  void aTestSendsTheSampleOfSuchATypeToo() {
    Api.Webhook webhook = webhook("[\"contact_added\"]", "/tried", "");
    api.request()
        .contentType(ContentType.JSON)
        .body("{\"type\": \"" + FAILED + "\"}")
        .post("/v1/webhooks/" + webhook.id() + "/test")
        .then()
        .statusCode(200);
    Receiver.Got got = awaitOne("/tried");
    assertEquals(FAILED, got.header("X-Webhook-Type"));
    assertEquals(42, JsonPath.from(got.text()).getInt("count"));
  }

  private Api.Webhook webhook(String events, String path, String more) {
    return api.webhookFor(events, receiver.url(path), more);
  }

  private void tell(Instant until) {
    job.tellDue(until).await().atMost(WAIT);
  }

  private void tellAll() {
    tell(Instant.now());
  }

  private void tellWhenTheMinuteIsOver() {
    tell(Instant.now().plusSeconds(120));
  }

  private void resume(Api.Webhook webhook) {
    api.request().post("/v1/webhooks/" + webhook.id() + "/resume").then().statusCode(200);
  }

  private JsonPath view(Api.Webhook webhook) {
    return api.request().get("/v1/webhooks/" + webhook.id()).jsonPath();
  }

  private void awaitHealth(Api.Webhook webhook, String state) {
    await().atMost(WAIT).until(() -> view(webhook).getString("health.state"), state::equals);
  }

  private Receiver.Got awaitOne(String path) {
    await().atMost(WAIT).until(() -> receiver.got(path).size() == 1);
    return receiver.got(path).getFirst();
  }

  private void awaitFailed(Api.Webhook webhook, int number) {
    await().atMost(WAIT).until(() -> failed(webhook) == number);
  }

  /** The events that the webhook got were matched with it and with no other one. */
  private void assertMatchedOnly(Api.Webhook webhook) {
    String attempts = "/v1/webhooks/" + webhook.id() + "/attempts";
    await().until(() -> !api.request().get(attempts).jsonPath().getList("items").isEmpty());
    String event = api.request().get(attempts).jsonPath().getString("items[0].eventIds[0]");
    assertEquals(
        List.of(webhook.id().toString()),
        api.request()
            .get("/v1/events/" + event)
            .jsonPath()
            .getList("deliveries.webhookId", String.class));
  }

  private void setHealth(Api.Webhook webhook, String state) {
    run(
        """
        insert into webhook_health (webhook_id, account_id, state, since, reason, last_status)
        values ($1, $2, $3, now(), 'test', 410)
        """,
        Tuple.of(webhook.id(), api.account(), state));
  }

  private void insertResumption(Api.Webhook webhook, Instant at) {
    insertResumption(webhook, at, at);
  }

  private void insertResumption(Api.Webhook webhook, Instant at, Instant dueAt) {
    run(
        """
        insert into operational_event (webhook_id, type, at, account_id, due_at)
        values ($1, 'kurier.webhook.resumed', $2, $3, $4)
        """,
        Tuple.of(
            webhook.id(),
            at.atOffset(ZoneOffset.UTC),
            api.account(),
            dueAt.atOffset(ZoneOffset.UTC)));
  }

  /** One that the job does not take by itself meanwhile; returns when it is due. */
  private Instant insertResumptionOfLater(Api.Webhook webhook) {
    Instant later = Instant.now().plusSeconds(3_600);
    insertResumption(webhook, Instant.now(), later);
    return later;
  }

  /** Rows that are nobody's and not due: retries, since a first try is always due. */
  private void insertWaiting(Api.Webhook webhook, int number) {
    run(
        """
        insert into delivery (id, webhook_id, due_at, attempts, tries, batched, size, account_id, event_ids)
        select gen_random_uuid(), $1, now() + interval '1 day', 1, 1, false, 2, $2, array[gen_random_uuid()]
        from generate_series(1, $3)
        """,
        Tuple.of(webhook.id(), api.account(), number));
  }

  private int failed(Api.Webhook webhook) {
    return count("select count(*) from failed_delivery where webhook_id = $1", webhook);
  }

  private int untold(Api.Webhook webhook) {
    return count("select count(*) from operational_event where webhook_id = $1", webhook);
  }

  private int count(String sql, Api.Webhook webhook) {
    return pool.preparedQuery(sql)
        .executeAndAwait(Tuple.of(webhook.id()))
        .iterator()
        .next()
        .getInteger(0);
  }

  /** The events of a type that the account was told. */
  private List<JsonPath> bodies(String type) {
    return pool
        .preparedQuery("select body from event where account_id = $1 and type = $2")
        .executeAndAwait(Tuple.of(api.account(), type))
        .stream()
        .map(row -> JsonPath.from(row.getBuffer("body").toString()))
        .toList();
  }

  private void run(String sql, Tuple values) {
    pool.preparedQuery(sql).executeAndAwait(values);
  }
}
