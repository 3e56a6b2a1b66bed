package io.kurier.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What Kurier tells an account of one of its webhooks. The members of its body are those of the
 * type's schema, always in this order; none of them holds a URL or a secret.
 */
sealed interface OperationalEvent {

  /** Failures are counted over so long. */
  Duration MINUTE = Duration.ofMinutes(1);

  /** The webhook that it is about. */
  record About(UUID id, String accountId, String name) {}

  /** The webhook gets nothing more. */
  record Suspended(About webhook, Instant occurredAt, String reason, @Nullable Integer lastStatus)
      implements OperationalEvent {

    @Override
    public String type() {
      return EventCatalog.WEBHOOK_SUSPENDED;
    }

    @Override
    public void addTo(ObjectNode body) {
      body.put("reason", reason).put("lastStatus", lastStatus);
    }
  }

  /** Its suspension was lifted. */
  record Resumed(About webhook, Instant occurredAt) implements OperationalEvent {

    @Override
    public String type() {
      return EventCatalog.WEBHOOK_RESUMED;
    }

    @Override
    public void addTo(ObjectNode body) {
      // That it happened is all there is to say.
    }
  }

  /**
   * Deliveries of the webhook ended without acknowledgement.
   *
   * @param since the beginning of the minute in which they did
   */
  record DeliveriesFailed(About webhook, Instant since, int count) implements OperationalEvent {

    @Override
    public String type() {
      return EventCatalog.DELIVERIES_FAILED;
    }

    @Override
    public Instant occurredAt() {
      return since.plus(MINUTE);
    }

    @Override
    public void addTo(ObjectNode body) {
      body.put("count", count)
          .put("since", since.toString())
          .put("until", since.plus(MINUTE).toString());
    }
  }

  About webhook();

  Instant occurredAt();

  String type();

  /** Adds the members that only events of this type have. */
  void addTo(ObjectNode body);

  /** The event as it is sent: JSON in UTF-8. */
  default byte[] body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", type()).put("occurredAt", occurredAt().toString());
    body.putObject("webhook").put("id", webhook().id().toString()).put("name", webhook().name());
    addTo(body);
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
