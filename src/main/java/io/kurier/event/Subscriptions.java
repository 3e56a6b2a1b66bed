package io.kurier.event;

import io.kurier.webhook.EventEntries;
import io.kurier.webhook.Subscriber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which webhooks of an account get which events. Immutable: made anew when one of the account's
 * webhooks or event types changes. Patterns are resolved then, so that matching is a look-up,
 * however many webhooks there are.
 */
final class Subscriptions {

  /** Events that an import brings about are not matched for these (spec section 2). */
  private static final Set<String> NOT_BY_IMPORTS =
      Set.of("contact_added", "contact_custom_field_changed");

  private final List<Subscriber> subscribers;
  private final Map<String, List<Subscriber>> byType;
  private final Map<String, EventSchema> enforced;

  private Subscriptions(
      List<Subscriber> subscribers,
      Map<String, List<Subscriber>> byType,
      Map<String, EventSchema> enforced) {
    this.subscribers = subscribers;
    this.byType = byType;
    this.enforced = enforced;
  }

  /**
   * Makes the index.
   *
   * @param types every type that there is for the account
   * @param enforced the schemas of types that must be kept to
   */
  static Subscriptions of(
      Set<String> types, Map<String, EventSchema> enforced, List<Subscriber> subscribers) {
    Map<String, Set<Subscriber>> matches = new HashMap<>();
    types.forEach(type -> matches.put(type, new LinkedHashSet<>()));
    for (Subscriber subscriber : subscribers) {
      for (String pattern : subscriber.events()) {
        if (pattern.endsWith("*")) {
          matches.forEach(
              (type, matched) -> {
                if (EventEntries.takes(pattern, type)) {
                  matched.add(subscriber);
                }
              });
        } else {
          Set<Subscriber> matched = matches.get(pattern);
          if (matched != null) {
            matched.add(subscriber);
          }
        }
      }
    }
    Map<String, List<Subscriber>> byType = new HashMap<>();
    matches.forEach((type, matched) -> byType.put(type, List.copyOf(new ArrayList<>(matched))));
    return new Subscriptions(List.copyOf(subscribers), Map.copyOf(byType), Map.copyOf(enforced));
  }

  /** Every webhook of the account that takes deliveries. */
  List<Subscriber> all() {
    return subscribers;
  }

  boolean knows(String type) {
    return byType.containsKey(type);
  }

  /** What an event of that type must be like; null where anything goes. */
  @Nullable EventSchema enforced(String type) {
    return enforced.get(type);
  }

  /** The webhooks that get an event. */
  List<Subscriber> match(String type, boolean imported) {
    return imported && NOT_BY_IMPORTS.contains(type)
        ? List.of()
        : byType.getOrDefault(type, List.of());
  }

  /** The webhooks that get what Kurier tells of one of them: never that one itself. */
  List<Subscriber> matchAbout(UUID webhookId, String type) {
    return match(type, false).stream()
        .filter(subscriber -> !subscriber.id().equals(webhookId))
        .toList();
  }
}
