package io.kurier.account;

import io.kurier.cluster.StartStep;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jboss.logging.Logger;

/** Knows the keys. They are kept as hashes, and the known ones are in memory. */
@Singleton
class Accounts implements StartStep {

  private static final Logger LOG = Logger.getLogger(Accounts.class);

  /** As much as the hash keeps of it. */
  private static final int KEY_BYTES = 32;

  private final AccountStore store;
  private final boolean isGiven;
  private volatile List<byte[]> adminHashes;

  Accounts(AccountConfig config, AccountStore store) {
    this.store = store;
    this.adminHashes = config.adminKey().map(key -> List.of(hash(key.strip()))).orElse(List.of());
    this.isGiven = !adminHashes.isEmpty();
  }

  /**
   * Whether it is an admin's key. Takes the same time wherever it differs from a known one, and as
   * it is asked at each request, no database.
   */
  boolean isAdmin(String key) {
    byte[] hash = hash(key);
    boolean known = false;
    for (byte[] admin : adminHashes) {
      known |= MessageDigest.isEqual(admin, hash);
    }
    return known;
  }

  @Override
  public int order() {
    return PREPARED;
  }

  /** Where no key is given by the settings: finds those of the table, or makes the first. */
  @Override
  public Uni<Void> start() {
    if (isGiven) {
      return Uni.createFrom().voidItem();
    }
    return store
        .adminHashes()
        .chain(known -> known.isEmpty() ? makeFirst() : Uni.createFrom().item(known))
        .invoke(known -> adminHashes = List.copyOf(known))
        .replaceWithVoid();
  }

  private Uni<List<byte[]>> makeFirst() {
    String key = newKey();
    return store
        .insertFirstAdmin(hash(key))
        .invoke(
            made -> {
              if (made) {
                LOG.infof("admin_key.made key=%s note=\"it is shown this once: keep it\"", key);
              }
            })
        .chain(store::adminHashes);
  }

  private static String newKey() {
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    return "kurier_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
