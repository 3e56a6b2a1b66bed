package io.kurier.webhook;

import io.kurier.cluster.Draining;
import io.kurier.cluster.StartStep;
import io.kurier.cluster.Started;
import io.kurier.storage.Database;
import io.kurier.webhook.SealedStore.Replacement;
import io.kurier.webhook.SealedStore.Sealed;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings sealed values to the present key and format. While the key is being changed it seals with
 * the new one what is still sealed with the old one; and it seals anew what is in a former format,
 * once every node reads the new one. Every node does it, again and again, since another one may
 * still seal in the old way.
 */
@Singleton
class Resealer implements StartStep {

  private static final Logger LOG = Logger.getLogger(Resealer.class);

  private static final Done NOTHING = new Done(0, 0);

  private static final UUID FIRST = new UUID(0, 0);

  /**
   * How long no node of a version before may have been there until values are sealed in a format
   * that it does not read. Till then an upgrade can be taken back.
   */
  static final Duration WITHOUT_OLDER_NODES = Duration.ofDays(1);

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

  @Override
  public int order() {
    return PREPARED;
  }

  /** Whoever seals knows the format by then. */
  @Override
  public Uni<Void> start() {
    return learnFormat();
  }

  @Scheduled(every = "1m", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> everyMinute() {
    if (!started.isStarted() || draining.isDraining()) {
      return Uni.createFrom().voidItem();
    }
    return learnFormat()
        .chain(() -> hasWork() ? after(FIRST, NOTHING) : Uni.createFrom().item(NOTHING))
        .invoke(this::log)
        .replaceWithVoid()
        .onFailure()
        .recoverWithItem(Resealer::complain);
  }

  private Uni<Void> learnFormat() {
    // There is no way back.
    return secrets.format() == Secrets.FORMAT_2
        ? Uni.createFrom().voidItem()
        : store
            .raiseFormat(Secrets.FORMAT_2, WITHOUT_OLDER_NODES)
            .invoke(this::use)
            .replaceWithVoid();
  }

  private void use(SealedStore.Format format) {
    if (format.isRaised()) {
      LOG.infof("secrets.format_raised format=%d", format.number());
    }
    secrets.sealIn(format.number());
  }

  private boolean hasWork() {
    return secrets.isKeyChanging() || secrets.format() == Secrets.FORMAT_2;
  }

  /** Whoever changes the key waits for the line that says that nothing was left. */
  private void log(Done done) {
    if (secrets.isKeyChanging() || done.resealed() > 0) {
      LOG.infof("secrets.resealed webhooks=%d unreadable=%d", done.resealed(), done.unreadable());
    }
  }

  private Uni<Done> after(UUID last, Done sum) {
    return (secrets.isKeyChanging() ? store.page(last, PAGE) : store.pageOfFormat1(last, PAGE))
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
      } catch (UnreadableValue e) {
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

  /** Empty if all of it is as it should be. */
  private Optional<Replacement> replacement(Sealed row) {
    Map<SealedColumn, byte[]> values = new EnumMap<>(row.values());
    boolean changed = false;
    for (Map.Entry<SealedColumn, byte[]> each : values.entrySet()) {
      SealedPlace place = new SealedPlace(row.accountId(), row.webhookId(), each.getKey());
      byte[] after = secrets.resealed(place, each.getValue());
      if (after != null) {
        each.setValue(after);
        changed = true;
      }
    }
    return changed
        ? Optional.of(new Replacement(row, new Sealed(row.webhookId(), row.accountId(), values)))
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
