package io.kurier.event;

import io.kurier.cluster.StartStep;
import io.kurier.cluster.Started;
import io.kurier.delivery.ChangedTargets;
import io.kurier.delivery.Pauses;
import io.kurier.delivery.Targets;
import io.kurier.observe.Level;
import io.kurier.observe.Meters;
import io.kurier.storage.Listener;
import io.kurier.storage.OwnConnections;
import io.kurier.webhook.Subscriber;
import io.kurier.webhook.Target;
import io.kurier.webhook.TargetStore;
import io.kurier.webhook.WebhookChanged;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The index of every account in memory, so that neither matching nor sending asks the database. An
 * account's index is replaced as a whole when one of its webhooks, their health or its event types
 * changes: at once on the node that changed it, on the others when they are notified, and at the
 * latest with the periodic look at what changed lately.
 */
@Singleton
public class ActiveSubscriptions implements StartStep, Targets, WebhookChanged {

  private static final Logger LOG = Logger.getLogger(ActiveSubscriptions.class);

  private static final String CHANNEL = "kurier_account";

  private final TargetStore webhooks;
  private final EventTypeStore types;
  private final AccountChangeStore changes;
  private final ChangedTargets changedTargets;
  private final Pauses pauses;
  private final Started started;

  private final ConcurrentHashMap<String, Subscriptions> accounts = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<UUID, Target> targets = new ConcurrentHashMap<>();

  /**
   * Webhooks that take deliveries and can't be sent to, since this node can't read their secrets.
   */
  private final Set<UUID> unreadable = ConcurrentHashMap.newKeySet();

  private final Subscriptions ofNobody =
      index(List.of(), List.of(), Subscriptions.of(Set.of(), Map.of(), List.of()));

  /**
   * Loads are numbered as they begin: one that began earlier must not replace what a later one
   * found.
   */
  private final AtomicLong loads = new AtomicLong();

  private final ConcurrentHashMap<String, Long> loaded = new ConcurrentHashMap<>();
  private final Listener listener;

  /** The changes that the last periodic look found: each is followed once, not for two minutes. */
  private volatile Map<String, OffsetDateTime> lookedAt = Map.of();

  ActiveSubscriptions(
      TargetStore webhooks,
      EventTypeStore types,
      AccountChangeStore changes,
      ChangedTargets changedTargets,
      Pauses pauses,
      OwnConnections connections,
      Started started,
      Meters meters) {
    this.webhooks = webhooks;
    this.types = types;
    this.changes = changes;
    this.changedTargets = changedTargets;
    this.pauses = pauses;
    this.listener =
        connections.listener(
            Map.of(
                CHANNEL,
                this::onNotified,
                Pauses.CHANNEL,
                paused -> run(pauses.onNotified(paused))),
            this::onListening);
    this.started = started;
    meters.watch(Level.UNREADABLE_WEBHOOKS, unreadable::size);
  }

  /** The index of an account. */
  Subscriptions of(String accountId) {
    return accounts.getOrDefault(accountId, ofNobody);
  }

  @Override
  public @Nullable Target find(UUID webhookId) {
    return targets.get(webhookId);
  }

  @Override
  public int order() {
    return LOADED;
  }

  /** Listens first and loads then, so that no change falls between. */
  @Override
  public Uni<Void> start() {
    return listen().chain(this::loadAll).chain(pauses::load);
  }

  @Override
  public Uni<Void> onWebhookChanged(String accountId) {
    return load(accountId);
  }

  /** In case a notification was lost. */
  @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> refresh() {
    return started.isStarted() ? loadLately().chain(pauses::refresh) : Uni.createFrom().voidItem();
  }

  private Uni<Void> loadLately() {
    return changes
        .lately()
        .chain(
            found ->
                Multi.createFrom()
                    .iterable(found.entrySet())
                    .filter(change -> !change.getValue().equals(lookedAt.get(change.getKey())))
                    .onItem()
                    .transformToUniAndConcatenate(change -> load(change.getKey()))
                    .collect()
                    .last()
                    .invoke(() -> lookedAt = found))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("index.not_refreshed reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private Uni<Void> listen() {
    return Uni.createFrom().completionStage(() -> listener.start().toCompletionStage());
  }

  void stopListening(@Observes ShutdownEvent stopping) {
    listener.close();
  }

  /** After each reconnection: what was notified meanwhile was not heard. */
  private void onListening() {
    if (started.isStarted()) {
      LOG.info("index.listening_again");
      run(loadAll().chain(pauses::load));
    }
  }

  private void onNotified(String accountId) {
    run(load(accountId));
  }

  private static void run(Uni<Void> load) {
    load.subscribe()
        .with(done -> {}, failure -> LOG.warnf("index.not_loaded reason=%s", failure.getMessage()));
  }

  private Uni<Void> load(String accountId) {
    return Uni.createFrom()
        .deferred(
            () -> {
              long number = loads.incrementAndGet();
              return Uni.combine()
                  .all()
                  .unis(webhooks.subscribersOf(accountId), types.ofAccount(accountId))
                  .asTuple()
                  .chain(found -> replace(accountId, found.getItem1(), found.getItem2(), number));
            });
  }

  private Uni<Void> loadAll() {
    return Uni.createFrom()
        .deferred(
            () -> {
              long number = loads.incrementAndGet();
              return Uni.combine()
                  .all()
                  .unis(webhooks.allSubscribers(), types.all())
                  .asTuple()
                  .chain(found -> replaceAll(found.getItem1(), found.getItem2(), number));
            });
  }

  private Uni<Void> replaceAll(
      List<Subscriber> found, Map<String, List<EventType>> ownTypes, long number) {
    Map<String, List<Subscriber>> byAccount =
        found.stream().collect(Collectors.groupingBy(Subscriber::accountId));
    Set<String> ids = new HashSet<>(accounts.keySet());
    ids.addAll(byAccount.keySet());
    ids.addAll(ownTypes.keySet());
    LOG.infof("index.loaded accounts=%d webhooks=%d", byAccount.size(), found.size());
    return Multi.createFrom()
        .iterable(ids)
        .onItem()
        .transformToUniAndConcatenate(
            id ->
                replace(
                    id,
                    byAccount.getOrDefault(id, List.of()),
                    ownTypes.getOrDefault(id, List.of()),
                    number))
        .toUni()
        .replaceWithVoid();
  }

  private Uni<Void> replace(
      String accountId, List<Subscriber> found, List<EventType> ownTypes, long number) {
    List<Target> now = targets(found);
    List<Target> before;
    synchronized (this) {
      if (loaded.getOrDefault(accountId, 0L) > number) {
        return Uni.createFrom().voidItem();
      }
      loaded.put(accountId, number);
      List<Subscriber> former = of(accountId).all();
      before = targets(former);
      accounts.put(accountId, index(found, ownTypes, of(accountId)));
      Set<UUID> ids = now.stream().map(Target::id).collect(Collectors.toSet());
      now.forEach(target -> targets.put(target.id(), target));
      before.stream().map(Target::id).filter(id -> !ids.contains(id)).forEach(targets::remove);
      former.stream().map(Subscriber::id).forEach(unreadable::remove);
      found.stream()
          .filter(subscriber -> subscriber.target() == null)
          .forEach(subscriber -> unreadable.add(subscriber.id()));
    }
    return changedTargets.apply(before, now);
  }

  /** Those that can be sent to. */
  private static List<Target> targets(List<Subscriber> subscribers) {
    return subscribers.stream().map(Subscriber::target).filter(Objects::nonNull).toList();
  }

  /** Schemas that did not change are not compiled anew: an account may have many large ones. */
  private static Subscriptions index(
      List<Subscriber> subscribers, List<EventType> ownTypes, Subscriptions before) {
    Set<String> known = new HashSet<>();
    EventCatalog.builtIn().forEach(type -> known.add(type.type()));
    Map<String, EventSchema> enforced = new HashMap<>();
    for (EventType type : ownTypes) {
      known.add(type.type());
      String schema = type.schema();
      if (type.enforce() && schema != null) {
        EventSchema compiled = before.enforced(type.type());
        enforced.put(
            type.type(),
            compiled != null && compiled.isOf(schema) ? compiled : EventSchema.compile(schema));
      }
    }
    return Subscriptions.of(known, enforced, subscribers);
  }
}
