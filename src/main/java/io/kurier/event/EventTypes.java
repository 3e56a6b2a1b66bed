package io.kurier.event;

import io.kurier.paging.Page;
import io.kurier.problem.DomainError;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The event types of an account: the built-in ones, and its own, which it may change. */
@ApplicationScoped
public class EventTypes {

  /** How many types of its own an account may have; each is kept in every node's memory. */
  static final int MOST = 200;

  private final EventTypeStore store;
  private final ActiveSubscriptions subscriptions;
  private final Clock clock;

  EventTypes(EventTypeStore store, ActiveSubscriptions subscriptions, Clock clock) {
    this.store = store;
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  /**
   * One type of an account, built in or its own.
   *
   * @throws DomainError 404, through the result, if there is no such type
   */
  public Uni<EventType> get(String accountId, String type) {
    return EventCatalog.builtIn(type)
        .map(Uni.createFrom()::item)
        .orElseGet(() -> own(accountId, type).map(OwnEventType::type));
  }

  /**
   * A page of them, sorted by name.
   *
   * @param after the name that the page before ended with; empty for the first
   */
  Uni<Page<EventTypeView>> list(String accountId, String after, int limit) {
    return store.list(accountId).map(own -> page(withBuiltIn(own), after, limit));
  }

  private static Page<EventTypeView> page(List<EventTypeView> all, String after, int limit) {
    List<EventTypeView> rest =
        all.stream().filter(type -> type.type().compareTo(after) > 0).toList();
    return Page.of(
        rest.subList(0, Math.min(limit, rest.size())), rest.size() > limit, EventTypeView::type);
  }

  Uni<EventTypeView> view(String accountId, String type) {
    return EventCatalog.builtIn(type)
        .map(builtIn -> Uni.createFrom().item(EventTypeView.of(builtIn)))
        .orElseGet(() -> own(accountId, type).map(EventTypeView::of));
  }

  Uni<EventTypeView> create(String accountId, EventType type) {
    rejectBuiltIn(type.type(), "The type is built in: choose another name.");
    return store
        .insert(accountId, type, clock.instant(), MOST)
        .invoke(insertion -> rejectUnlessInserted(insertion, type))
        .chain(() -> subscriptions.onWebhookChanged(accountId))
        .chain(() -> view(accountId, type.type()));
  }

  Uni<EventTypeView> replace(String accountId, EventType type) {
    rejectBuiltIn(type.type(), "A built-in type can't be changed.");
    return store
        .update(accountId, type, clock.instant())
        .map(EventTypes::orUnknown)
        .call(() -> subscriptions.onWebhookChanged(accountId))
        .map(EventTypeView::of);
  }

  Uni<Void> delete(String accountId, String type) {
    rejectBuiltIn(type, "A built-in type can't be deleted.");
    return store
        .delete(accountId, type)
        .invoke(
            deleted -> {
              if (!deleted) {
                throw unknown();
              }
            })
        .chain(() -> subscriptions.onWebhookChanged(accountId));
  }

  private Uni<OwnEventType> own(String accountId, String type) {
    return store.find(accountId, type).map(EventTypes::orUnknown);
  }

  private static List<EventTypeView> withBuiltIn(List<OwnEventType> own) {
    List<EventTypeView> all = new ArrayList<>(own.size() + EventCatalog.builtIn().size());
    EventCatalog.builtIn().forEach(type -> all.add(EventTypeView.of(type)));
    own.forEach(type -> all.add(EventTypeView.of(type)));
    all.sort(Comparator.comparing(EventTypeView::type));
    return all;
  }

  private static void rejectBuiltIn(String type, String detail) {
    if (EventCatalog.builtIn(type).isPresent()) {
      throw DomainError.conflict(detail);
    }
  }

  private static void rejectUnlessInserted(EventTypeStore.Insertion insertion, EventType type) {
    switch (insertion) {
      case INSERTED -> {}
      case EXISTS -> throw DomainError.conflict("The type '" + type.type() + "' exists already.");
      case FULL -> throw DomainError.conflict("An account may have " + MOST + " types of its own.");
    }
  }

  private static OwnEventType orUnknown(Optional<OwnEventType> type) {
    return type.orElseThrow(EventTypes::unknown);
  }

  private static DomainError unknown() {
    return DomainError.unknown("event type");
  }
}
