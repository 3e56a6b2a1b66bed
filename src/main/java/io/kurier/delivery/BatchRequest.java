package io.kurier.delivery;

import io.kurier.batch.Batch;
import io.kurier.batch.Member;
import io.kurier.webhook.Target;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A request as it will be sent: built, signed, ready.
 *
 * @param id the {@code X-Request-ID}: new for each request
 * @param deliveryId the {@code X-Webhook-ID}: the same for each try
 * @param headers those of the seed (spec section 4), of Standard Webhooks, and the webhook's own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BatchRequest(UUID id, UUID deliveryId, Map<String, String> headers, byte[] body) {

  private static final String BATCH_TYPE = "batch";

  /** Builds and signs. */
  static BatchRequest of(
      Batch batch, Target target, UUID requestId, String userAgent, Instant now) {
    List<Member> members = batch.members();
    UUID deliveryId = batch.id();
    byte[] body = batch.array() ? array(members) : members.getFirst().body();
    long timestamp = now.getEpochSecond();
    // The webhook's own come first, so that they can replace none of the others.
    Map<String, String> headers = new LinkedHashMap<>(target.headers());
    headers.put("Content-Type", "application/json");
    // An answer is read as it comes (RFC 9110 section 12.5.3).
    headers.put("Accept-Encoding", "identity");
    headers.put("User-Agent", userAgent);
    headers.put("X-Webhook-Type", batch.array() ? BATCH_TYPE : members.getFirst().type());
    headers.put("X-Webhook-ID", deliveryId.toString());
    headers.put("X-Request-ID", requestId.toString());
    headers.put(Hops.HEADER, Integer.toString(hops(members) + 1));
    headers.put("webhook-id", deliveryId.toString());
    headers.put("webhook-timestamp", Long.toString(timestamp));
    headers.put(
        "webhook-signature", Signature.of(deliveryId, timestamp, body, target.keys().at(now)));
    return new BatchRequest(requestId, deliveryId, headers, body);
  }

  /** Of a batch those of the member that came the longest way. */
  private static int hops(List<Member> members) {
    int most = 0;
    for (Member member : members) {
      most = Math.max(most, member.hops());
    }
    return most;
  }

  /** The members' bytes as they came, in brackets, with commas between. */
  private static byte[] array(List<Member> members) {
    int size = 1 + members.size();
    for (Member member : members) {
      size += member.body().length;
    }
    byte[] array = new byte[size];
    int at = 0;
    for (Member member : members) {
      array[at] = (byte) (at == 0 ? '[' : ',');
      at++;
      System.arraycopy(member.body(), 0, array, at, member.body().length);
      at += member.body().length;
    }
    array[at] = ']';
    return array;
  }
}
