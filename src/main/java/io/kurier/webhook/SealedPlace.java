package io.kurier.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Where a sealed value belongs: it opens nowhere else. */
record SealedPlace(String accountId, UUID webhookId, SealedColumn column) {

  private static final int UUID_BYTES = 16;

  /** What format 1 is bound to. */
  byte[] webhook() {
    return ByteBuffer.allocate(UUID_BYTES)
        .putLong(webhookId.getMostSignificantBits())
        .putLong(webhookId.getLeastSignificantBits())
        .array();
  }

  /**
   * What format 2 is bound to: the webhook's id, the account's and the column's name, each name
   * with its length before it, so that no two places are written alike.
   */
  byte[] whole() {
    byte[] account = accountId.getBytes(StandardCharsets.UTF_8);
    byte[] name = column.column().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(UUID_BYTES + 2 * Integer.BYTES + account.length + name.length)
        .put(webhook())
        .putInt(account.length)
        .put(account)
        .putInt(name.length)
        .put(name)
        .array();
  }
}
