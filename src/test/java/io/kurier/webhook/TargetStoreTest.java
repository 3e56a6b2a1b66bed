package io.kurier.webhook;

import static io.kurier.webhook.Requests.named;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.LogLines;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TargetStoreTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String COPY =
      """
      insert into webhook
      select (jsonb_populate_record(w, jsonb_build_object('id', copy.id, 'secret', copy.secret, 'url_query', query))).*
      from webhook w, unnest($1::uuid[], $2::bytea[], $3::bytea[]) as copy (id, secret, query)
      where w.account_id = $4 and w.name = 'a'
      """;

  @Inject TargetStore targets;
  @Inject Secrets secrets;
  @Inject Pool pool;

  private final Requests requests = Requests.ofNewAccount();

  @AfterEach
  void leaveNoneThatOthersWouldRead() {
    executeWithoutTriggers(
        "delete from webhook where account_id = $1", Tuple.of(requests.account()));
  }

  @Test
  void aTargetIsAllThatSendingNeeds() {
    Response created =
        requests.post(
            """
            {"name": "Orders", "url": "http://127.0.0.1:9/hooks?secret=xyz%20", "events": ["contact_added", "a.*"],
             "batching": {"enabled": true, "maxEvents": 7, "maxBytes": 2048, "maxWait": "PT1.5S"},
             "delivery": {"acknowledgement": "json-ok", "retry": ["PT0.1S"], "timeout": "PT30S", "maxInFlight": 3},
             "headers": {"X-Key": "one"}}
            """);

    Target target = onlyTarget();

    assertEquals(id(created), target.id());
    assertEquals(requests.account(), target.accountId());
    assertEquals(URI.create("http://127.0.0.1:9/hooks?secret=xyz%20"), target.url());
    assertEquals(List.of("contact_added", "a.*"), target.events());
    assertEquals(new Batching(true, 7, 2_048, Duration.ofMillis(1_500)), target.batching());
    assertEquals(
        new DeliveryPolicy(
            Acknowledgement.JSON_OK,
            Retry.own(List.of(Duration.ofMillis(100))),
            Duration.ofSeconds(30),
            3),
        target.policy());
    assertEquals(Map.of("X-Key", "one"), target.headers());
    assertArrayEquals(bytes(created.path("secret")), target.keys().current());
    assertEquals(1, target.keys().at(Instant.now()).size());
    assertFalse(target.failing());
  }

  @Test
  void bothKeysOfARotationAreThere() {
    Response created = requests.post(named("a"));
    Response rotated =
        requests
            .request()
            .contentType(ContentType.JSON)
            .post(Requests.PATH + "/" + created.path("id") + "/secret/rotate");

    List<byte[]> keys = onlyTarget().keys().at(Instant.now());

    assertEquals(2, keys.size());
    assertArrayEquals(bytes(rotated.path("secret")), keys.getFirst());
    assertArrayEquals(bytes(created.path("secret")), keys.getLast());
  }

  @Test
  void onlyThoseThatTakeDeliveriesAreTargets() {
    Response active = requests.post(named("active"));
    Response failing = requests.post(named("failing"));
    Response inactive = requests.post(named("inactive"));
    Response suspended = requests.post(named("suspended"));
    Response deleted = requests.post(named("deleted"));
    requests.patch(inactive.path("id"), "{\"status\": \"inactive\"}").then().statusCode(200);
    health(failing, "failing");
    health(suspended, "suspended");
    requests.delete(deleted.path("id")).then().statusCode(204);

    Map<UUID, Boolean> found =
        await(targets.subscribersOf(requests.account())).stream()
            .map(subscriber -> Objects.requireNonNull(subscriber.target()))
            .collect(Collectors.toMap(Target::id, Target::failing));

    assertEquals(Map.of(id(active), false, id(failing), true), found);
    assertEquals(found.keySet(), mine(await(targets.allSubscribers())));
    for (Response any : List.of(active, failing, inactive, suspended)) {
      assertTrue(await(targets.target(requests.account(), id(any))).isPresent());
    }
    assertTrue(await(targets.target(requests.account(), id(deleted))).isEmpty());
    assertTrue(await(targets.target("another", id(active))).isEmpty());
  }

  @Test
  void oneThatCannotBeDecryptedHasNoTargetAndDoesNotTakeTheOthersDown() {
    Response sound = requests.post(named("sound"));
    Response damaged = requests.post(named("damaged"));
    await(
        pool.preparedQuery(
                "update webhook set secret = set_byte(secret, 20, 0) || '\\x00' where id = $1")
            .execute(Tuple.of(id(damaged))));

    try (LogLines log = new LogLines(TargetStore.class.getName())) {
      Map<UUID, Subscriber> found =
          await(targets.subscribersOf(requests.account())).stream()
              .collect(Collectors.toMap(Subscriber::id, subscriber -> subscriber));
      assertEquals(found(sound, damaged), found.keySet());
      assertNotNull(Objects.requireNonNull(found.get(id(sound))).target());
      assertEquals(
          new Subscriber(id(damaged), requests.account(), List.of("contact_added"), null),
          found.get(id(damaged)));
      // The index may be read anew meanwhile.
      assertEquals(
          Set.of(
              "webhooks.unreadable count=1 first: webhook=%s column=secret reason=\"no configured key opens it\""
                  .formatted(id(damaged))),
          Set.copyOf(log.all()));
    }
    assertEquals(found(sound, damaged), mine(await(targets.allSubscribers())));
    assertThrows(
        UnreadableValue.class, () -> await(targets.target(requests.account(), id(damaged))));
  }

  @Test
  void moreThanOneChunkIsReadWhole() {
    requests.created(named("a"));
    insertCopies(5_001);

    assertEquals(5_002, mine(await(targets.allSubscribers())).size());
  }

  private void insertCopies(int count) {
    UUID[] ids = Stream.generate(UUID::randomUUID).limit(count).toArray(UUID[]::new);
    Buffer[] sealedSecrets = sealed(ids, SealedColumn.SECRET, new byte[32]);
    Buffer[] queries =
        sealed(ids, SealedColumn.URL_QUERY, "secret=xyz".getBytes(StandardCharsets.UTF_8));
    executeWithoutTriggers(COPY, Tuple.of(ids, sealedSecrets, queries, requests.account()));
  }

  private Buffer[] sealed(UUID[] ids, SealedColumn column, byte[] plain) {
    return Stream.of(ids)
        .map(id -> new SealedPlace(requests.account(), id, column))
        .map(place -> Buffer.buffer(secrets.seal(place, plain)))
        .toArray(Buffer[]::new);
  }

  /** Each trigger would write the same row of account_change once more. */
  private void executeWithoutTriggers(String sql, Tuple values) {
    await(
        pool.withTransaction(
            connection ->
                connection
                    .query("set local session_replication_role = replica")
                    .execute()
                    .chain(() -> connection.preparedQuery(sql).execute(values))));
  }

  private Target onlyTarget() {
    List<Subscriber> found = await(targets.subscribersOf(requests.account()));
    assertEquals(1, found.size());
    return Objects.requireNonNull(found.getFirst().target());
  }

  private static Set<UUID> found(Response... created) {
    return Stream.of(created).map(TargetStoreTest::id).collect(Collectors.toSet());
  }

  private Set<UUID> mine(List<Subscriber> all) {
    return all.stream()
        .filter(subscriber -> subscriber.accountId().equals(requests.account()))
        .map(Subscriber::id)
        .collect(Collectors.toSet());
  }

  private void health(Response webhook, String state) {
    await(
        pool.preparedQuery(
                """
                insert into webhook_health (webhook_id, account_id, state, since, reason)
                values ($1, $2, $3, now(), 'because')
                """)
            .execute(Tuple.of(id(webhook), requests.account(), state)));
  }

  private static UUID id(Response created) {
    return UUID.fromString(created.path("id"));
  }

  private static byte[] bytes(String secret) {
    return Base64.getDecoder().decode(secret.substring("whsec_".length()));
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
