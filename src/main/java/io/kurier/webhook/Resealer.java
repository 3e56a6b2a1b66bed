package io.kurier.webhook;

import io.kurier.cluster.Draining;
import io.kurier.cluster.Started;
import io.kurier.storage.Database;
import io.kurier.webhook.SealedStore.Replacement;
import io.kurier.webhook.SealedStore.Sealed;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * While the key of secrets is being changed, seals with the new one what is still sealed with the
 * old one. Every node does it, again and again, since another one may still seal with the old key.
 */
@Singleton
class Resealer {

  private static final Logger LOG = Logger.getLogger(Resealer.class);

  private static final UUID FIRST = new UUID(0, 0);

  /** Webhooks a page: some milliseconds to decrypt. */
  private static final int PAGE = 500;

  private final SealedStore store;
  private final Secrets secrets;
  private final Started started;
  private final Draining draining;

  Resealer(SealedStore store, Secrets secrets, Started started, Draining draining) {
    this.store = store;
    this.secrets = secrets;
    this.started = started;
    this.draining = draining;
  }

  /**
   * What a run came to.
   *
   * @param resealed webhooks
   * @param unreadable webhooks that none of the keys opens
   */
  private record Done(int resealed, int unreadable) {

    Done plus(Done other) {
      return new Done(resealed + other.resealed, unreadable + other.unreadable);
    }
  }

  @Scheduled(every = "1m", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> everyMinute() {
    if (!secrets.isKeyChanging() || !started.isStarted() || draining.isDraining()) {
      return Uni.createFrom().voidItem();
    }
    return after(FIRST, new Done(0, 0))
        .invoke(
            done ->
                LOG.infof(
                    "secrets.resealed webhooks=%d unreadable=%d",
                    done.resealed(), done.unreadable()))
        .replaceWithVoid()
        .onFailure()
        .recoverWithItem(Resealer::complain);
  }

  private Uni<Done> after(UUID last, Done sum) {
    return store
        .page(last, PAGE)
        .chain(
            page ->
                reseal(page)
                    .map(sum::plus)
                    .chain(
                        done ->
                            page.size() < PAGE
                                ? Uni.createFrom().item(done)
                                : after(page.getLast().webhookId(), done)));
  }

  private Uni<Done> reseal(List<Sealed> page) {
    List<Replacement> replacements = new ArrayList<>();
    int unreadable = 0;
    for (Sealed row : page) {
      try {
        replacement(row).ifPresent(replacements::add);
      } catch (IllegalStateException e) {
        unreadable++;
      }
    }
    Done unread = new Done(0, unreadable);
    return Multi.createFrom()
        .iterable(replacements)
        .onItem()
        .transformToUniAndConcatenate(store::replace)
        .collect()
        .with(Collectors.summingInt(Integer::intValue))
        .map(rows -> unread.plus(new Done(rows, 0)));
  }

  /** Empty if the first key sealed all of it. */
  private Optional<Replacement> replacement(Sealed row) {
    List<byte @Nullable []> values = new ArrayList<>();
    boolean changed = false;
    for (byte[] value : row.values()) {
      byte[] after = value == null ? null : secrets.resealed(row.webhookId(), value);
      changed |= after != null;
      values.add(after == null ? value : after);
    }
    return changed
        ? Optional.of(new Replacement(row, new Sealed(row.webhookId(), values)))
        : Optional.empty();
  }

  /** The next run tries again. */
  private static @Nullable Void complain(Throwable failure) {
    if (!Database.isAway(failure)) {
      LOG.warnf("secrets.not_resealed reason=\"%s\"", failure);
    }
    return null;
  }
}
