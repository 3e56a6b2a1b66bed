package io.kurier.batch;

import io.kurier.time.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What goes into one request.
 *
 * @param rows never empty; more than one only on the first try of a batch
 * @param array whether the body is a JSON array; else it is the one event itself
 */
public record Batch(UUID webhookId, List<Pending> rows, boolean array) {

  static Batch of(Pending row, boolean batching) {
    Boolean batched = row.batched();
    return new Batch(row.webhookId(), List.of(row), batched == null ? batching : batched);
  }

  static Batch together(List<Pending> rows) {
    return new Batch(rows.getFirst().webhookId(), List.copyOf(rows), true);
  }

  /** The {@code X-Webhook-ID}: the same on every try of the same members. */
  public UUID id() {
    Pending first = rows.getFirst();
    return array && first.isFresh() ? Ids.ofBatch(webhookId, eventIds()) : first.id();
  }

  /** The events, in the order of the body. */
  public List<Member> members() {
    if (rows.size() == 1) {
      return rows.getFirst().members();
    }
    List<Member> members = new ArrayList<>(rows.size());
    rows.forEach(row -> members.addAll(row.members()));
    return members;
  }

  public List<UUID> eventIds() {
    List<UUID> ids = new ArrayList<>(rows.size());
    rows.forEach(row -> row.members().forEach(member -> ids.add(member.eventId())));
    return ids;
  }

  /** HTTP requests made so far with these members. */
  public int attempts() {
    return rows.getFirst().attempts();
  }

  /** Place in the retry schedule. */
  public int tries() {
    return rows.getFirst().tries();
  }

  public String accountId() {
    return rows.getFirst().accountId();
  }
}
