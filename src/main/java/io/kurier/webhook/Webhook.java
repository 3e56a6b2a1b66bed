package io.kurier.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A webhook that a customer configured. Whoever changes one holds the lock of its row ({@link
 * WebhookRepository#oneForChange}); the version counts the configuration's changes only, so that
 * neither a rotated secret nor a change of health makes a customer's {@code If-Match} stale.
 */
@Entity
@Table(name = "webhook")
class Webhook {

  @Id private UUID id;

  @Column(name = "account_id")
  private String accountId;

  private String name;

  /** Without its query, which often holds a secret. */
  private String url;

  @Column(name = "url_query")
  private byte @Nullable [] sealedQuery;

  private String[] events;
  private String status;
  private boolean batching;

  @Column(name = "max_events")
  private int maxEvents;

  @Column(name = "max_bytes")
  private int maxBytes;

  @Column(name = "max_wait_ms")
  private int maxWaitMs;

  private String acknowledgement;
  private String retry;

  @Column(name = "timeout_ms")
  private int timeoutMs;

  @Column(name = "max_in_flight")
  private int maxInFlight;

  @Column(name = "headers")
  private byte @Nullable [] sealedHeaders;

  @Column(name = "secret")
  private byte[] sealedSecret;

  @Column(name = "previous_secret")
  private byte @Nullable [] sealedPreviousSecret;

  @Column(name = "previous_until")
  private @Nullable Instant previousUntil;

  private int version;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @Column(name = "deleted_at")
  private @Nullable Instant deletedAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Webhook() {}

  /** A new one, with a secret of its own. */
  @SuppressWarnings("NullAway.Init") // apply sets the rest
  Webhook(UUID id, String accountId, Configuration configuration, Secrets secrets, Instant now) {
    this.id = id;
    this.accountId = accountId;
    this.createdAt = now;
    this.sealedSecret = seal(secrets).secret(secrets.next());
    apply(configuration, secrets, now);
  }

  UUID id() {
    return id;
  }

  String accountId() {
    return accountId;
  }

  /** Counts the configuration's changes, from 1. */
  int version() {
    return version;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }

  /**
   * All that is configured.
   *
   * @throws UnreadableValue if a part of it does not open
   */
  Configuration configuration(Secrets secrets) {
    WebhookSeal seal = seal(secrets);
    return configuration(seal.openUrl(url, sealedQuery), seal.openHeaders(sealedHeaders));
  }

  /** What is configured, without the query of the URL, or the headers, where these do not open. */
  Configuration readable(Secrets secrets) {
    WebhookSeal seal = seal(secrets);
    return configuration(
        orElse(() -> seal.openUrl(url, sealedQuery), url),
        orElse(() -> seal.openHeaders(sealedHeaders), Map.of()));
  }

  /** The members of the API that do not open, in a fixed order; almost always none. */
  List<String> unreadable(Secrets secrets) {
    WebhookSeal seal = seal(secrets);
    List<String> members = new ArrayList<>();
    for (Runnable opening :
        List.<Runnable>of(
            () -> seal.openUrl(url, sealedQuery),
            () -> seal.openHeaders(sealedHeaders),
            () -> keys(secrets))) {
      try {
        opening.run();
      } catch (UnreadableValue e) {
        members.add(e.place().column().member());
      }
    }
    return members;
  }

  private Configuration configuration(String wholeUrl, Map<String, String> headers) {
    return new Configuration(
        name,
        wholeUrl,
        List.of(events),
        WebhookStatus.of(status),
        new Batching(batching, maxEvents, maxBytes, Duration.ofMillis(maxWaitMs)),
        new DeliveryPolicy(
            Acknowledgement.of(acknowledgement),
            Retry.ofStored(retry),
            Duration.ofMillis(timeoutMs),
            maxInFlight),
        headers);
  }

  /** Takes another configuration; one that is the same changes nothing, the version neither. */
  void configure(Configuration configuration, Secrets secrets, Instant now) {
    if (!is(configuration, secrets)) {
      apply(configuration, secrets, now);
    }
  }

  /**
   * What signs its requests.
   *
   * @throws UnreadableValue if one of the secrets does not open
   */
  SigningKeys keys(Secrets secrets) {
    return seal(secrets).openKeys(sealedSecret, sealedPreviousSecret, previousUntil);
  }

  /**
   * Gives it a new secret. The one before signs as well until the overlap ends; an older one that
   * still overlapped ends now.
   *
   * @throws UnreadableValue if there is an overlap and the one before does not open
   */
  void rotateSecret(Duration overlap, Secrets secrets, Instant now) {
    WebhookSeal seal = seal(secrets);
    boolean overlaps = overlap.isPositive();
    sealedPreviousSecret = overlaps ? seal.asPrevious(sealedSecret) : null;
    previousUntil = overlaps ? now.plus(overlap) : null;
    sealedSecret = seal.secret(secrets.next());
  }

  /** The row stays until its open deliveries have ended. */
  void delete(Instant now) {
    deletedAt = now;
  }

  private void apply(Configuration configuration, Secrets secrets, Instant now) {
    name = configuration.name();
    url = WebhookUrl.withoutQuery(configuration.url());
    WebhookSeal seal = seal(secrets);
    sealedQuery = seal.query(WebhookUrl.query(configuration.url()));
    events = configuration.events().toArray(String[]::new);
    status = configuration.status().wire();
    batching = configuration.batching().enabled();
    maxEvents = configuration.batching().maxEvents();
    maxBytes = configuration.batching().maxBytes();
    maxWaitMs = Math.toIntExact(configuration.batching().maxWait().toMillis());
    acknowledgement = configuration.delivery().acknowledgement().wire();
    retry = configuration.delivery().retry().stored();
    timeoutMs = Math.toIntExact(configuration.delivery().timeout().toMillis());
    maxInFlight = configuration.delivery().maxInFlight();
    sealedHeaders = seal.headers(configuration.headers());
    version++;
    updatedAt = now;
  }

  /** Whether all that is stored opens, and is this. */
  private boolean is(Configuration configuration, Secrets secrets) {
    try {
      return configuration.equals(configuration(secrets));
    } catch (UnreadableValue e) {
      return false;
    }
  }

  private WebhookSeal seal(Secrets secrets) {
    return new WebhookSeal(secrets, accountId, id);
  }

  private static <T> T orElse(Supplier<T> opening, T otherwise) {
    try {
      return opening.get();
    } catch (UnreadableValue e) {
      return otherwise;
    }
  }

  @Override
  public String toString() {
    return "Webhook[" + id + "]";
  }
}
