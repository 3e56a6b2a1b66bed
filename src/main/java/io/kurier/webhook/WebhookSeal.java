package io.kurier.webhook;

import io.kurier.problem.DomainError;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Seals and opens the values of one webhook. */
record WebhookSeal(Secrets secrets, String accountId, UUID webhookId) {

  byte[] secret(byte[] plain) {
    return secrets.seal(at(SealedColumn.SECRET), plain);
  }

  byte @Nullable [] query(@Nullable String plain) {
    return secrets.sealText(at(SealedColumn.URL_QUERY), plain);
  }

  byte @Nullable [] headers(Map<String, String> plain) {
    return secrets.sealText(at(SealedColumn.HEADERS), OwnHeaders.stored(plain));
  }

  /** The secret, as the previous one. */
  byte[] asPrevious(byte[] sealedSecret) {
    byte[] plain = secrets.unseal(at(SealedColumn.SECRET), sealedSecret);
    return secrets.seal(at(SealedColumn.PREVIOUS_SECRET), plain);
  }

  /**
   * The URL with its query.
   *
   * @throws UnreadableValue if that does not open
   */
  String openUrl(String withoutQuery, byte @Nullable [] sealedQuery) {
    return WebhookUrl.joined(
        withoutQuery, secrets.unsealText(at(SealedColumn.URL_QUERY), sealedQuery));
  }

  /**
   * The customer's own headers.
   *
   * @throws UnreadableValue if they do not open
   */
  Map<String, String> openHeaders(byte @Nullable [] sealed) {
    String stored = secrets.unsealText(at(SealedColumn.HEADERS), sealed);
    try {
      return OwnHeaders.ofStored(stored);
    } catch (DomainError e) {
      throw UnreadableValue.ofOtherKind(at(SealedColumn.HEADERS));
    }
  }

  /**
   * What signs.
   *
   * @throws UnreadableValue if one of them does not open
   */
  SigningKeys openKeys(
      byte[] sealedSecret, byte @Nullable [] sealedPrevious, @Nullable Instant previousUntil) {
    return new SigningKeys(
        secrets.unseal(at(SealedColumn.SECRET), sealedSecret),
        sealedPrevious == null
            ? null
            : secrets.unseal(at(SealedColumn.PREVIOUS_SECRET), sealedPrevious),
        previousUntil);
  }

  private SealedPlace at(SealedColumn column) {
    return new SealedPlace(accountId, webhookId, column);
  }
}
