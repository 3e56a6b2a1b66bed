package io.kurier.batch;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery row that this node holds in memory.
 *
 * @param id of the row: of a single delivery, and of a batch that failed before, also the {@code
 *     X-Webhook-ID}
 * @param owner what the id of this node was when the row became its own; null of a test, for which
 *     no row stands
 * @param members one, or those of a batch that failed before
 * @param attempts HTTP requests made so far, over all resends
 * @param tries place in the retry schedule
 * @param batched whether it was sent as a batch; null on the first try, when the webhook decides
 */
public record Pending(
    UUID id,
    UUID webhookId,
    @Nullable UUID owner,
    String accountId,
    List<Member> members,
    int attempts,
    int tries,
    @Nullable Boolean batched) {

  /** What a row costs in memory beside its body; a rounded guess. */
  private static final int OVERHEAD = 256;

  /** A first try. */
  public static Pending first(
      UUID id, UUID webhookId, @Nullable UUID owner, String accountId, Member member) {
    return new Pending(id, webhookId, owner, accountId, List.of(member), 0, 0, null);
  }

  /** Whether it may share a request with others: what was sent before stays what it was. */
  boolean isFresh() {
    return batched == null;
  }

  /** Bytes of the bodies. */
  public int size() {
    int size = 0;
    for (Member member : members) {
      size += member.body().length;
    }
    return size;
  }

  /** Bytes that it takes in memory, about. */
  public int weight() {
    return weight(size());
  }

  /** Bytes that a row with bodies of that size takes in memory, about. */
  public static int weight(int size) {
    return size + OVERHEAD;
  }
}
