package io.kurier.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kurier.paging.Cursor;
import io.kurier.paging.Page;
import io.kurier.problem.Conditions;
import io.kurier.problem.DomainError;
import io.kurier.storage.Database;
import io.kurier.time.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * What customers do with their webhooks. Whatever needs the network is asked before a transaction
 * begins; after its commit, and before the answer, this node's matching hears of the change. What
 * runs within a session or a transaction is package-private, since interception needs that.
 */
@ApplicationScoped
class Webhooks {

  private static final Logger LOG = Logger.getLogger(Webhooks.class);

  private final WebhookRepository webhooks;
  private final SeenRepository seen;
  private final WebhookRulebook rulebook;
  private final WebhookChanged changed;
  private final Database database;
  private final Secrets secrets;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final int mostPerAccount;

  Webhooks(
      WebhookRepository webhooks,
      SeenRepository seen,
      WebhookRulebook rulebook,
      WebhookChanged changed,
      Database database,
      Secrets secrets,
      ObjectMapper mapper,
      Clock clock,
      @ConfigProperty(name = "kurier.webhooks-per-account", defaultValue = "1000")
          int mostPerAccount) {
    this.webhooks = webhooks;
    this.seen = seen;
    this.rulebook = rulebook;
    this.changed = changed;
    this.database = database;
    this.secrets = secrets;
    this.mapper = mapper;
    this.clock = clock;
    this.mostPerAccount = mostPerAccount;
  }

  /**
   * What a rotation came to.
   *
   * @param isRepeated an earlier request with the same key did it
   */
  record Rotation(SecretView view, boolean isRepeated) {}

  /** Creates a webhook. The view shows its secret. */
  Uni<WebhookView> create(String accountId, WebhookRequest request) {
    UUID id = Ids.next(clock);
    return rulebook
        .rules(accountId, request)
        .flatMap(rules -> call(() -> insert(accountId, id, request, rules)))
        .call(view -> tell("webhook.created", accountId, id));
  }

  /**
   * Creates a webhook unless the key came before: then the first answer is given again, without the
   * secret.
   */
  Uni<WebhookView> createOnce(String accountId, WebhookRequest request, SeenRequest key) {
    return rulebook
        .rules(accountId, request)
        .flatMap(rules -> call(() -> insertOnce(accountId, request, rules, key)))
        .call(
            view ->
                view.secret() == null
                    ? Uni.createFrom().voidItem()
                    : tell("webhook.created", accountId, view.id()));
  }

  /** Replaces the configuration, or patches it. The view is of what it is then. */
  Uni<WebhookView> configure(
      String accountId, UUID id, WebhookRequest request, boolean patch, Conditions conditions) {
    return rulebook
        .rules(accountId, request)
        .flatMap(rules -> call(() -> update(accountId, id, request, patch, conditions, rules)))
        .call(view -> tell("webhook.configured", accountId, id));
  }

  Uni<Void> delete(String accountId, UUID id, Conditions conditions) {
    return call(() -> markDeleted(accountId, id, conditions))
        .call(() -> tell("webhook.deleted", accountId, id))
        .replaceWithVoid();
  }

  /** Gives it a new secret; the one before signs as well until the overlap ends. */
  Uni<SecretView> rotateSecret(String accountId, UUID id, Duration overlap, Conditions conditions) {
    return call(() -> replaceSecret(accountId, id, overlap, conditions))
        .call(view -> tell("webhook.secret.rotated", accountId, id));
  }

  /**
   * Gives it a new secret unless the key came before: then the first call did, and the secrets that
   * sign are answered.
   */
  Uni<SecretView> rotateSecretOnce(
      String accountId, Duration overlap, Conditions conditions, SeenRequest key) {
    return call(() -> replaceSecretOnce(accountId, overlap, conditions, key))
        .call(
            rotation ->
                rotation.isRepeated()
                    ? Uni.createFrom().voidItem()
                    : tell("webhook.secret.rotated", accountId, key.webhook()))
        .map(Rotation::view);
  }

  /** Lifts a suspension, and forgets failures. */
  Uni<WebhookView> resume(String accountId, UUID id, Conditions conditions) {
    return call(() -> removeHealth(accountId, id, conditions))
        .call(view -> tell("webhook.resumed", accountId, id));
  }

  Uni<WebhookView> one(String accountId, UUID id) {
    return call(() -> find(accountId, id));
  }

  Uni<SecretView> secret(String accountId, UUID id) {
    return call(() -> findSecret(accountId, id));
  }

  Uni<Page<WebhookView>> list(String accountId, WebhookFilter filter) {
    return call(() -> findPage(accountId, filter));
  }

  @WithSession
  Uni<WebhookView> find(String accountId, UUID id) {
    return webhooks.one(accountId, id).flatMap(this::withHealth);
  }

  @WithSession
  Uni<SecretView> findSecret(String accountId, UUID id) {
    return webhooks
        .one(accountId, id)
        .map(webhook -> SecretView.of(webhook.keys(secrets), clock.instant()));
  }

  @WithSession
  Uni<Page<WebhookView>> findPage(String accountId, WebhookFilter filter) {
    return webhooks
        .page(accountId, filter)
        .flatMap(
            found ->
                webhooks
                    .health(found, clock.instant())
                    .map(health -> page(found, health, filter.limit())));
  }

  @WithTransaction
  Uni<WebhookView> insert(String accountId, UUID id, WebhookRequest request, WebhookRules rules) {
    Configuration configuration = request.configuration(rules);
    Webhook webhook = new Webhook(id, accountId, configuration, secrets, Ids.timeOf(id));
    String secret = Secrets.shown(webhook.keys(secrets).current());
    return webhooks
        .lockAndCount(accountId)
        .invoke(this::requireRoom)
        .flatMap(count -> webhooks.persist(webhook))
        .map(stored -> WebhookView.of(stored, configuration, Health.OK, secret, List.of()));
  }

  @WithTransaction
  Uni<WebhookView> insertOnce(
      String accountId, WebhookRequest request, WebhookRules rules, SeenRequest key) {
    return firstOf(key)
        .flatMap(
            first ->
                first.isPresent()
                    ? Uni.createFrom().item(repeated(first.get(), request, key))
                    : seen.persist(key)
                        .flatMap(kept -> insert(accountId, key.webhook(), request, rules)));
  }

  @WithTransaction
  Uni<WebhookView> update(
      String accountId,
      UUID id,
      WebhookRequest request,
      boolean patch,
      Conditions conditions,
      WebhookRules rules) {
    return webhooks
        .oneForChange(accountId, id)
        .invoke(webhook -> conditions.requireFor(webhook.version()))
        .invoke(
            webhook -> {
              // What does not open can be set anew, and not be patched.
              Configuration present =
                  patch ? webhook.configuration(secrets) : webhook.readable(secrets);
              WebhookRequest whole =
                  patch ? request.onto(mapper.<ObjectNode>valueToTree(present)) : request;
              webhook.configure(whole.configuration(rules.changing(present)), secrets, now());
            })
        .flatMap(this::withHealth);
  }

  @WithTransaction
  Uni<Webhook> markDeleted(String accountId, UUID id, Conditions conditions) {
    return webhooks
        .oneForChange(accountId, id)
        .invoke(webhook -> conditions.requireFor(webhook.version()))
        .invoke(webhook -> webhook.delete(now()));
  }

  @WithTransaction
  Uni<Rotation> replaceSecretOnce(
      String accountId, Duration overlap, Conditions conditions, SeenRequest key) {
    return firstOf(key)
        .flatMap(
            first -> {
              if (first.isPresent()) {
                first.get().requireSameRequest(key);
                return findSecret(accountId, key.webhook()).map(view -> new Rotation(view, true));
              }
              return seen.persist(key)
                  .flatMap(kept -> replaceSecret(accountId, key.webhook(), overlap, conditions))
                  .map(view -> new Rotation(view, false));
            });
  }

  @WithTransaction
  Uni<SecretView> replaceSecret(
      String accountId, UUID id, Duration overlap, Conditions conditions) {
    return webhooks
        .oneForChange(accountId, id)
        .invoke(webhook -> conditions.requireFor(webhook.version()))
        .invoke(webhook -> webhook.rotateSecret(overlap, secrets, now()))
        .map(webhook -> SecretView.of(webhook.keys(secrets), now()));
  }

  @WithTransaction
  Uni<WebhookView> removeHealth(String accountId, UUID id, Conditions conditions) {
    return webhooks
        .oneForChange(accountId, id)
        .invoke(webhook -> conditions.requireFor(webhook.version()))
        .call(webhook -> webhooks.removeHealth(id, now()))
        .flatMap(this::withHealth);
  }

  /** The request that had the key first; fails with 409 while that is running. */
  private Uni<Optional<SeenRequest>> firstOf(SeenRequest key) {
    return seen.tryLock(key)
        .flatMap(
            locked ->
                locked
                    ? seen.first(key)
                    : Uni.createFrom()
                        .failure(
                            DomainError.conflict(
                                "The first request with this key is still running.")));
  }

  /** A row that does not open concerns nobody else, and is not the database's fault. */
  private <T> Uni<T> call(Supplier<Uni<T>> work) {
    return database.call(work).onFailure(UnreadableValue.class).invoke(UnreadableValue::log);
  }

  private void requireRoom(long count) {
    if (count >= mostPerAccount) {
      throw DomainError.conflict(
          "The account has as many webhooks as it may have: " + mostPerAccount + ".");
    }
  }

  private static WebhookView repeated(
      SeenRequest first, WebhookRequest request, SeenRequest again) {
    first.requireSameRequest(again);
    UUID id = first.webhook();
    Instant created = Ids.timeOf(id);
    return WebhookView.of(
        id, request.alreadyChecked(), 1, created, created, Health.OK, null, List.of());
  }

  private Page<WebhookView> page(List<Webhook> found, Map<UUID, Health> health, int limit) {
    List<WebhookView> views =
        found.stream()
            .limit(limit)
            .map(
                webhook ->
                    WebhookView.of(
                        webhook,
                        webhook.readable(secrets).masked(),
                        health.getOrDefault(webhook.id(), Health.OK),
                        null,
                        webhook.unreadable(secrets)))
            .toList();
    return Page.of(views, found.size() > limit, view -> Cursor.at(view.id()).text());
  }

  private Uni<WebhookView> withHealth(Webhook webhook) {
    return webhooks
        .health(List.of(webhook), clock.instant())
        .map(health -> health.getOrDefault(webhook.id(), Health.OK))
        .map(
            health ->
                WebhookView.of(
                    webhook,
                    webhook.configuration(secrets),
                    health,
                    null,
                    webhook.unreadable(secrets)));
  }

  /** The change is committed: that nobody hears of it is logged, and healed by the next refresh. */
  private Uni<Void> tell(String event, String accountId, UUID id) {
    LOG.infof("%s account=%s webhook=%s", event, accountId, id);
    return changed
        .onWebhookChanged(accountId)
        .onFailure()
        .invoke(e -> LOG.errorf(e, "webhook.change.unheard account=%s webhook=%s", accountId, id))
        .onFailure()
        .recoverWithNull();
  }

  /** To the millisecond, as the ids have it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
