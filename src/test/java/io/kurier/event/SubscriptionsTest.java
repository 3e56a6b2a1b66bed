package io.kurier.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kurier.webhook.Batching;
import io.kurier.webhook.DeliveryPolicy;
import io.kurier.webhook.SigningKeys;
import io.kurier.webhook.Target;
import java.net.URI;
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

  private static Target target(String... events) {
    return new Target(
        UUID.randomUUID(),
        "default",
        1,
        URI.create("https://example.com/"),
        List.of(events),
        Batching.OFF,
        DeliveryPolicy.DEFAULT,
        Map.of(),
        new SigningKeys(new byte[] {1}, null, null),
        false);
  }

  private static List<Target> match(String type, Target... targets) {
    return Subscriptions.of(TYPES, Map.of(), List.of(targets)).match(type, false);
  }

  @Test
  void typesAndPatternsMatch() {
    Target exact = target("contact_added");
    Target prefix = target("contact_*");
    Target all = target("*");
    Target other = target("order.*", "contact_removed_link");
    assertEquals(List.of(exact, prefix, all), match("contact_added", exact, prefix, all, other));
    assertEquals(List.of(all, other), match("order.paid", exact, prefix, all, other));
    assertEquals(List.of(all), match("contacts_import_finished", exact, prefix, all, other));
  }

  @Test
  void aWebhookGetsAnEventOnceHoweverOftenItMatches() {
    Target target = target("contact_added", "contact_*", "*");
    assertEquals(List.of(target), match("contact_added", target));
  }

  @Test
  void importsAreNotToldContactByContact() {
    Target target = target("*");
    Subscriptions subscriptions = Subscriptions.of(TYPES, Map.of(), List.of(target));
    assertEquals(List.of(), subscriptions.match("contact_added", true));
    assertEquals(List.of(target), subscriptions.match("contact_removed_link", true));
  }

  @Test
  void aTypeThatNobodyKnowsIsNotKnown() {
    assertFalse(Subscriptions.of(TYPES, Map.of(), List.of(target("*", "later"))).knows("later"));
  }

  @Test
  void whatKurierSendsItselfIsOnlyForThoseWhoNameIt() {
    Target exact = target("kurier.webhook.resumed");
    Target some = target("kurier.webhook.*");
    Target all = target("kurier.*");
    Target every = target("*", "k*", "kurier*", "contact_*");
    assertEquals(
        List.of(exact, some, all), match("kurier.webhook.resumed", exact, some, all, every));
    assertEquals(List.of(all), match("kurier.deliveries.failed", exact, some, all, every));
  }

  @Test
  void aWebhookIsNotToldOfItself() {
    Target about = target("kurier.*");
    Target other = target("kurier.*");
    Subscriptions subscriptions = Subscriptions.of(TYPES, Map.of(), List.of(about, other));
    assertEquals(List.of(other), subscriptions.matchAbout(about.id(), "kurier.webhook.resumed"));
  }
}
