package io.kurier.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Limit 2: writes the rows that the service writes, in as many statements for as many of them, and
 * does nothing else.
 */
final class RowsWorker {

  private static final String IN =
      """
      with kept as (
        insert into event (id, received_at, occurred_at, account_id, type, webhook_ids, body)
        select id, received_at, received_at, 'rows', 'contact_opened_message', $3::uuid[], body
        from unnest($1::uuid[], $2::timestamptz[], $4::bytea[]) as e (id, received_at, body)
      )
      insert into delivery (id, webhook_id, owner, due_at, attempts, tries, size, account_id, event_ids)
      select id, webhook_id, $5, due_at, 0, 0, $6, 'rows', array[event_id]
      from unnest($7::uuid[], $8::uuid[], $9::timestamptz[], $10::uuid[]) as d (id, webhook_id, due_at, event_id)
      """;

  private static final String OUT =
      """
      with ended as (delete from delivery where id = any($1) and owner = $2)
      insert into attempt
        (id, webhook_id, delivery_id, last_event_id, sent_at, duration_ms, number, status, account_id, outcome,
         event_ids, response)
      select id, webhook_id, delivery_id, last_event_id, sent_at, 1, 1, 200, 'rows', 'acknowledged',
             ($8::uuid[])[first_member:last_member], ''::bytea
      from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::timestamptz[], $9::int[], $10::int[])
        as a (id, webhook_id, delivery_id, last_event_id, sent_at, first_member, last_member)
      """;

  private static final int MOST_WEBHOOKS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final UUID owner = UUID.randomUUID();

  /** As many as any scenario has; the same ones in each group, as a customer's are. */
  private final UUID[] webhooks = ids(MOST_WEBHOOKS, 0);

  /**
   * What is written.
   *
   * @param group events in a group
   * @param inFlight groups at a time
   * @param webhooks that each event goes to
   * @param together events in a request
   */
  private record Work(int group, int inFlight, int webhooks, int together, int eventBytes) {}

  private RowsWorker() {}

  public static void main(String[] args) throws Exception {
    Commands.serve(Map.of("run", new RowsWorker()::run));
  }

  private Object run(JsonNode order) throws InterruptedException {
    Work work =
        new Work(
            order.get("group").asInt(),
            order.get("inFlight").asInt(),
            order.get("webhooks").asInt(),
            order.get("together").asInt(),
            order.get("eventBytes").asInt());
    Pool pool =
        PgBuilder.pool()
            .using(vertx)
            .connectingTo(
                PgConnectOptions.fromUri(order.get("database").asText())
                    .setCachePreparedStatements(true)
                    // As the service has it: the queue is never read whole.
                    .addProperty("plan_cache_mode", "force_custom_plan")
                    .addProperty("random_page_cost", "1.1"))
            .with(new PoolOptions().setMaxSize(work.inFlight()))
            .build();
    long end = System.nanoTime() + order.get("seconds").asLong() * 1_000_000_000L;
    AtomicLong written = new AtomicLong();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    CountDownLatch running = new CountDownLatch(work.inFlight());
    long began = System.nanoTime();
    for (int i = 0; i < work.inFlight(); i++) {
      next(work, pool, end, written, failure, running);
    }
    running.await();
    double seconds = (System.nanoTime() - began) / 1e9;
    pool.close();
    Throwable first = failure.get();
    if (first != null) {
      throw new IllegalStateException(first);
    }
    return Map.of("deliveries", written.get() * work.webhooks(), "seconds", seconds);
  }

  private void next(
      Work work,
      Pool pool,
      long end,
      AtomicLong written,
      AtomicReference<@Nullable Throwable> failure,
      CountDownLatch running) {
    if (System.nanoTime() >= end) {
      running.countDown();
      return;
    }
    group(work, pool)
        .onComplete(
            done -> {
              written.addAndGet(work.group());
              next(work, pool, end, written, failure, running);
            },
            problem -> {
              failure.set(problem);
              running.countDown();
            });
  }

  private Future<Void> group(Work work, Pool pool) {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    UUID[] events = ids(work.group(), now.toInstant().toEpochMilli());
    UUID[] deliveries = ids(work.group() * work.webhooks(), now.toInstant().toEpochMilli());
    UUID[] deliveryWebhooks = new UUID[deliveries.length];
    UUID[] deliveryEvents = new UUID[deliveries.length];
    for (int i = 0; i < deliveries.length; i++) {
      deliveryEvents[i] = events[i / work.webhooks()];
      deliveryWebhooks[i] = webhooks[i % work.webhooks()];
    }
    Buffer body = Buffer.buffer(new byte[work.eventBytes()]);
    Tuple in =
        Tuple.tuple()
            .addArrayOfUUID(events)
            .addArrayOfOffsetDateTime(repeat(now, events.length))
            .addArrayOfUUID(Arrays.copyOf(webhooks, work.webhooks()))
            .addValue(Stream.generate(() -> body).limit(events.length).toArray(Buffer[]::new))
            .addUUID(owner)
            .addInteger(work.eventBytes())
            .addArrayOfUUID(deliveries)
            .addArrayOfUUID(deliveryWebhooks)
            .addArrayOfOffsetDateTime(repeat(now, deliveries.length))
            .addArrayOfUUID(deliveryEvents);
    return pool.preparedQuery(IN)
        .execute(in)
        .flatMap(kept -> pool.preparedQuery(OUT).execute(out(work, now, events, deliveries)))
        .mapEmpty();
  }

  private Tuple out(Work work, OffsetDateTime now, UUID[] events, UUID[] deliveries) {
    int requests = deliveries.length / work.together();
    UUID[] called = new UUID[requests];
    UUID[] first = new UUID[requests];
    UUID[] last = new UUID[requests];
    Integer[] firstMember = new Integer[requests];
    Integer[] lastMember = new Integer[requests];
    for (int i = 0; i < requests; i++) {
      int from = i * work.together() / work.webhooks();
      int to = Math.max(from + 1, (i + 1) * work.together() / work.webhooks());
      called[i] = webhooks[i % work.webhooks()];
      first[i] = deliveries[i * work.together()];
      last[i] = events[to - 1];
      firstMember[i] = from + 1;
      lastMember[i] = to;
    }
    return Tuple.tuple()
        .addArrayOfUUID(deliveries)
        .addUUID(owner)
        .addArrayOfUUID(ids(requests, now.toInstant().toEpochMilli()))
        .addArrayOfUUID(called)
        .addArrayOfUUID(first)
        .addArrayOfUUID(last)
        .addArrayOfOffsetDateTime(repeat(now, requests))
        .addArrayOfUUID(events)
        .addArrayOfInteger(firstMember)
        .addArrayOfInteger(lastMember);
  }

  private static OffsetDateTime[] repeat(OffsetDateTime time, int count) {
    OffsetDateTime[] times = new OffsetDateTime[count];
    Arrays.fill(times, time);
    return times;
  }

  /** UUIDv7 of that millisecond. */
  private static UUID[] ids(int count, long millis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    UUID[] ids = new UUID[count];
    for (int i = 0; i < count; i++) {
      ids[i] =
          new UUID(
              (millis << 16) | 0x7000L | (random.nextLong() & 0xFFF),
              (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
    }
    return ids;
  }
}
