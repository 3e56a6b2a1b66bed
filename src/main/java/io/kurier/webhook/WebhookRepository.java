package io.kurier.webhook;

import io.kurier.problem.DomainError;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The webhooks in the database, without the deleted ones. */
@ApplicationScoped
class WebhookRepository implements PanacheRepositoryBase<Webhook, UUID> {

  private static final String ONE =
      "from Webhook where id = :id and accountId = :account and deletedAt is null";

  private static final String PAGE =
      """
      from Webhook w
      where w.accountId = :account
        and w.deletedAt is null
        and w.id < :before
        and w.status in (:statuses)
        and coalesce((select h.state from WebhookHealth h where h.webhookId = w.id), 'ok') in (:healths)
        and (:anyEvent = true or array_intersects(w.events, :entries))
        and (locate(lower(:text), lower(w.name)) > 0 or locate(lower(:text), lower(w.url)) > 0)
      order by w.id desc
      """;

  // Beside making the account it locks its row, so that two creations can't both be the last one
  // that the account may have.
  private static final String LOCK_ACCOUNT =
      """
      insert into account (id) values (:id)
      on conflict (id) do update set id = excluded.id
      """;

  // In one statement, so that it is told of a suspension that was there to be lifted, and once.
  private static final String REMOVE_HEALTH =
      """
      with lifted as (
        delete from webhook_health where webhook_id = :id returning webhook_id, state
      )
      insert into operational_event (webhook_id, type, at, account_id)
      select w.id, 'kurier.webhook.resumed', cast(:at as timestamptz), w.account_id
      from lifted l join webhook w on w.id = l.webhook_id
      where l.state = 'suspended'
      on conflict (webhook_id, type, at) do nothing
      """;

  /** Fails with 404 if the account has no such webhook. */
  Uni<Webhook> one(String accountId, UUID id) {
    return find(ONE, Map.of("id", id, "account", accountId))
        .firstResult()
        .onItem()
        .ifNull()
        .failWith(() -> DomainError.unknown("webhook"));
  }

  /**
   * Locks its row to the end of the transaction: changes of one webhook come one after the other,
   * each on what the last one left. Fails with 404 if the account has no such webhook.
   */
  Uni<Webhook> oneForChange(String accountId, UUID id) {
    return find(ONE, Map.of("id", id, "account", accountId))
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResult()
        .onItem()
        .ifNull()
        .failWith(() -> DomainError.unknown("webhook"));
  }

  /** The newest first; one more than the limit where there is a next page. */
  Uni<List<Webhook>> page(String accountId, WebhookFilter filter) {
    return find(
            PAGE,
            Map.of(
                "account", accountId,
                "before", filter.before(),
                "statuses", filter.statuses(),
                "healths", filter.healths(),
                "anyEvent", filter.entries().isEmpty(),
                "entries", filter.entries().toArray(String[]::new),
                "text", filter.text()))
        .range(0, filter.limit())
        .list();
  }

  /** Makes the account if it is new, locks it, and counts its webhooks. */
  Uni<Long> lockAndCount(String accountId) {
    return getSession()
        .flatMap(
            session ->
                session
                    .createNativeQuery(LOCK_ACCOUNT)
                    .setParameter("id", accountId)
                    .executeUpdate())
        .flatMap(locked -> count("accountId = ?1 and deletedAt is null", accountId));
  }

  /** By webhook, of those that are not ok or are paused. */
  Uni<Map<UUID, Health>> health(Collection<Webhook> webhooks, Instant now) {
    List<UUID> ids = webhooks.stream().map(Webhook::id).toList();
    return getSession()
        .flatMap(
            session ->
                session
                    .createQuery(
                        "from WebhookHealth where webhookId in (:ids)", WebhookHealth.class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .flatMap(
                        health ->
                            session
                                .createQuery(
                                    "from WebhookPause where webhookId in (:ids) and until > :now",
                                    WebhookPause.class)
                                .setParameter("ids", ids)
                                .setParameter("now", now)
                                .getResultList()
                                .map(pauses -> healthOf(webhooks, health, pauses))));
  }

  private static Map<UUID, Health> healthOf(
      Collection<Webhook> webhooks, List<WebhookHealth> troubled, List<WebhookPause> pauses) {
    Map<UUID, Health> health = new HashMap<>();
    troubled.forEach(each -> health.put(each.webhookId(), each.health()));
    for (WebhookPause pause : pauses) {
      // What was asked of a former configuration is not asked of this one.
      if (webhooks.stream().anyMatch(pause::isAbout)) {
        health.compute(
            pause.webhookId(),
            (id, known) -> (known == null ? Health.OK : known).pausedUntil(pause.until()));
      }
    }
    return health;
  }

  /** Whatever was wrong with it is forgotten; a suspension that is lifted will be told. */
  Uni<Integer> removeHealth(UUID webhook, Instant now) {
    return getSession()
        .flatMap(
            session ->
                session
                    .createNativeQuery(REMOVE_HEALTH)
                    .setParameter("id", webhook)
                    .setParameter("at", now)
                    .executeUpdate());
  }
}
