package io.kurier.time;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids that carry the time of their making (RFC 9562): rows lie in their order, and partitions go by
 * them.
 */
public final class Ids {

  private static final long VERSION_7 = 0x7000L;
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** The order of the database: unsigned, where Java's own is signed. */
  public static final Comparator<UUID> ORDER =
      (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
      };

  /** To find the algorithm costs as much as to hash two ids. */
  private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Ids::sha256);

  private Ids() {}

  /** A new UUIDv7 of now, to the millisecond. */
  public static UUID next(Clock clock) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return of(clock.millis(), VERSION_7, random.nextLong(), random.nextLong());
  }

  /**
   * The id of a delivery: the time bits of the event, then a hash of webhook and event (UUIDv8). It
   * is the same whenever it is asked for, so a receiver knows a repeated delivery, after a crash
   * too.
   */
  public static UUID ofDelivery(UUID webhook, UUID event) {
    return hashed(event, List.of(webhook, event));
  }

  /**
   * The id of a batch: the time bits of its first member, then a hash of webhook and members
   * (UUIDv8).
   */
  public static UUID ofBatch(UUID webhook, List<UUID> events) {
    ByteBuffer members = ByteBuffer.allocate(16 * (events.size() + 1) + 1);
    put(members, webhook);
    events.forEach(event -> put(members, event));
    // Told apart from the single delivery of the same event.
    members.put((byte) 1);
    return hashed(events.getFirst(), members.array());
  }

  /** When an id was made. */
  public static Instant timeOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /** The smallest id of an instant. */
  public static UUID floor(Instant time) {
    return new UUID(time.toEpochMilli() << 16, 0);
  }

  private static UUID hashed(UUID time, List<UUID> ids) {
    ByteBuffer bytes = ByteBuffer.allocate(16 * ids.size());
    ids.forEach(id -> put(bytes, id));
    return hashed(time, bytes.array());
  }

  private static UUID hashed(UUID time, byte[] bytes) {
    ByteBuffer hash = ByteBuffer.wrap(SHA_256.get().digest(bytes));
    return of(time.getMostSignificantBits() >>> 16, VERSION_8, hash.getLong(), hash.getLong());
  }

  private static UUID of(long millis, long version, long high, long low) {
    return new UUID((millis << 16) | version | (high & 0xFFF), (low >>> 2) | VARIANT);
  }

  private static void put(ByteBuffer bytes, UUID id) {
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
