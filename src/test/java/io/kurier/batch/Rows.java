package io.kurier.batch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Makes rows and limits with defaults, for tests. */
final class Rows {

  static final UUID WEBHOOK = new UUID(7, 7);
  private static final UUID NODE = new UUID(8, 8);
  static final Limits SINGLY = new Limits(false, 100, 1 << 20, Duration.ofSeconds(1), 4);

  private Rows() {}

  static Pending fresh(String body) {
    UUID id = UUID.randomUUID();
    return Pending.first(id, WEBHOOK, NODE, "default", member(body));
  }

  /** A first try of a webhook. */
  static Pending fresh(String account, UUID webhook) {
    return Pending.first(UUID.randomUUID(), webhook, NODE, account, member("{}"));
  }

  /** One that was sent before. */
  static Pending again(boolean batched, String... bodies) {
    return new Pending(
        UUID.randomUUID(),
        WEBHOOK,
        NODE,
        "default",
        List.of(bodies).stream().map(Rows::member).toList(),
        1,
        1,
        batched);
  }

  static Limits batches(int maxEvents, int maxBytes, Duration maxWait) {
    return new Limits(true, maxEvents, maxBytes, maxWait, 4);
  }

  private static Member member(String body) {
    return new Member(UUID.randomUUID(), "contact_added", body.getBytes(StandardCharsets.UTF_8));
  }
}
