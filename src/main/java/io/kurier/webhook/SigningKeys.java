package io.kurier.webhook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign a webhook's requests: one, or two while a rotation overlaps.
 *
 * @param current the bytes behind {@code whsec_}
 * @param previous the key before the last rotation
 * @param previousUntil when the previous key stops signing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; toString says nothing of it
public record SigningKeys(
    byte[] current, byte @Nullable [] previous, @Nullable Instant previousUntil) {

  /** The keys that sign now, the current one first. */
  public List<byte[]> at(Instant now) {
    return previous != null && previousUntil != null && now.isBefore(previousUntil)
        ? List.of(current, previous)
        : List.of(current);
  }

  @Override
  public String toString() {
    return "SigningKeys[…]";
  }
}
