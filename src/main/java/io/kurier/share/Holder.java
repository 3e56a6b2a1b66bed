package io.kurier.share;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a part of a pool.
 *
 * @param account competes with other accounts
 * @param webhook competes with the account's other webhooks; null where the pool is shared by
 *     account alone
 */
public record Holder(String account, @Nullable UUID webhook) {

  /** An account as a whole. */
  public static Holder of(String account) {
    return new Holder(account, null);
  }
}
