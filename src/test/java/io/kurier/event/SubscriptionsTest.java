package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kurier.webhook.Subscriber;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

  private static final Set<String> TYPES =
      Set.of(
          "contact_added",
          "contact_removed_link",
          "contacts_import_finished",
          "order.paid",
          "kurier.webhook.resumed",
          "kurier.deliveries.failed");

  private static Subscriber webhook(String... events) {
    return new Subscriber(UUID.randomUUID(), "default", List.of(events), null);
  }

  private static List<Subscriber> match(String type, Subscriber... webhooks) {
    return Subscriptions.of(TYPES, Map.of(), List.of(webhooks)).match(type, false);
  }

  @Test
  void typesAndPatternsMatch() {
    Subscriber exact = webhook("contact_added");
    Subscriber prefix = webhook("contact_*");
    Subscriber all = webhook("*");
    Subscriber other = webhook("order.*", "contact_removed_link");
    assertEquals(List.of(exact, prefix, all), match("contact_added", exact, prefix, all, other));
    assertEquals(List.of(all, other), match("order.paid", exact, prefix, all, other));
    assertEquals(List.of(all), match("contacts_import_finished", exact, prefix, all, other));
  }

  @Test
  void aWebhookGetsAnEventOnceHoweverOftenItMatches() {
    Subscriber webhook = webhook("contact_added", "contact_*", "*");
    assertEquals(List.of(webhook), match("contact_added", webhook));
  }

  @Test
  void importsAreNotToldContactByContact() {
    Subscriber webhook = webhook("*");
    Subscriptions subscriptions = Subscriptions.of(TYPES, Map.of(), List.of(webhook));
    assertEquals(List.of(), subscriptions.match("contact_added", true));
    assertEquals(List.of(webhook), subscriptions.match("contact_removed_link", true));
  }

  @Test
  void aTypeThatNobodyKnowsIsNotKnown() {
    assertFalse(Subscriptions.of(TYPES, Map.of(), List.of(webhook("*", "later"))).knows("later"));
  }

  @Test
  void whatKurierSendsItselfIsOnlyForThoseWhoNameIt() {
    Subscriber exact = webhook("kurier.webhook.resumed");
    Subscriber some = webhook("kurier.webhook.*");
    Subscriber all = webhook("kurier.*");
    Subscriber every = webhook("*", "k*", "kurier*", "contact_*");
    assertEquals(
        List.of(exact, some, all), match("kurier.webhook.resumed", exact, some, all, every));
    assertEquals(List.of(all), match("kurier.deliveries.failed", exact, some, all, every));
  }

  @Test
  void aWebhookIsNotToldOfItself() {
    Subscriber about = webhook("kurier.*");
    Subscriber other = webhook("kurier.*");
    Subscriptions subscriptions = Subscriptions.of(TYPES, Map.of(), List.of(about, other));
    assertEquals(List.of(other), subscriptions.matchAbout(about.id(), "kurier.webhook.resumed"));
  }
}
