package io.kurier.paging;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list ended: the sort key of its last item, and nothing of where that item lies.
 * So items that come and go meanwhile neither repeat nor hide others. Opaque to its reader.
 *
 * @param at the first part of the key, where the list is sorted by a time; to the microsecond, as
 *     the database keeps it
 */
public record Cursor(@Nullable Instant at, UUID id) {

  private static final int ID_BYTES = 2 * Long.BYTES;
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59Z");
  private static final String WRONG = "must be the 'next' of the page before";

  /** The position in a list that is sorted by id. */
  public static Cursor at(UUID id) {
    return new Cursor(null, id);
  }

  /** The form that a client gets and sends back. */
  public String text() {
    ByteBuffer bytes = ByteBuffer.allocate(at == null ? ID_BYTES : ID_BYTES + Long.BYTES);
    bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    if (at != null) {
      bytes.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads that form.
   *
   * @throws IllegalArgumentException if no {@link #text()} looks like this
   */
  public static Cursor of(String text) {
    ByteBuffer bytes = decode(text);
    if (bytes.remaining() != ID_BYTES && bytes.remaining() != ID_BYTES + Long.BYTES) {
      throw new IllegalArgumentException(WRONG);
    }
    UUID id = new UUID(bytes.getLong(), bytes.getLong());
    return new Cursor(bytes.hasRemaining() ? time(bytes.getLong()) : null, id);
  }

  private static ByteBuffer decode(String text) {
    try {
      return ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(WRONG, e);
    }
  }

  private static Instant time(long micros) {
    // What the database could not take as a time is none that it gave.
    if (micros < 0
        || micros > Duration.between(Instant.EPOCH, END_OF_TIME).toSeconds() * 1_000_000) {
      throw new IllegalArgumentException(WRONG);
    }
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
