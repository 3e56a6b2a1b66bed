package io.kurier.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The event types that every account has: the seed's, in the order in which it presents them (spec
 * section 2), and those that Kurier itself sends, of what happens to the account's webhooks. Each
 * has a schema and a sample in {@code event-types/}; their names are listed here because a native
 * image has no class path to search.
 */
public final class EventCatalog {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A webhook gets nothing more, for its receiver is gone or did not acknowledge for days. */
  static final String WEBHOOK_SUSPENDED = "kurier.webhook.suspended";

  /** The customer lifted its suspension. */
  static final String WEBHOOK_RESUMED = "kurier.webhook.resumed";

  /** Deliveries of a webhook ended without acknowledgement, so many within a minute. */
  static final String DELIVERIES_FAILED = "kurier.deliveries.failed";

  private static final List<EventType> BUILT_IN =
      List.of(
          read("contact_opened_message", "Nachricht geöffnet", "Message opened"),
          read("contact_clicked_message_link", "Link angeklickt", "Link clicked"),
          read("contact_added", "Kontakt angemeldet", "Contact subscribed"),
          read("contact_removed_link", "Kontakt abgemeldet", "Contact unsubscribed"),
          read("contact_moved", "Kontakt verschoben", "Contact moved"),
          read("contact_clicked_sms_link", "SMS Link angeklickt", "SMS link clicked"),
          read("contact_email_changed", "E-Mail-Adresse geändert", "E-mail address changed"),
          read(
              "contact_custom_field_changed",
              "Benutzerdefiniertes Feld geändert",
              "Custom field changed"),
          read("contacts_import_finished", "Import abgeschlossen", "Import finished"),
          read("contact_copied", "Kontakt kopiert", "Contact copied"),
          read(
              "contact_removed_bounce",
              "Kontakt nach Bounce entfernt",
              "Contact removed after bounce"),
          read("contact_rejected", "Kontakt abgelehnt", "Contact rejected"),
          read(
              "custom_reports_file_status_changed",
              "Status der Berichtsdatei geändert",
              "Report file status changed"),
          read(WEBHOOK_SUSPENDED, "Webhook ausgesetzt", "Webhook suspended"),
          read(WEBHOOK_RESUMED, "Webhook wieder aufgenommen", "Webhook resumed"),
          read(DELIVERIES_FAILED, "Zustellungen fehlgeschlagen", "Deliveries failed"));

  private static final Map<String, EventType> BY_TYPE =
      BUILT_IN.stream().collect(Collectors.toUnmodifiableMap(EventType::type, Function.identity()));

  private EventCatalog() {}

  public static List<EventType> builtIn() {
    return BUILT_IN;
  }

  public static Optional<EventType> builtIn(String type) {
    return Optional.ofNullable(BY_TYPE.get(type));
  }

  private static EventType read(String type, String labelDe, String labelEn) {
    return new EventType(
        type,
        labelDe,
        labelEn,
        resource(type + ".schema"),
        resource(type + ".sample"),
        false,
        true);
  }

  /** The text of a resource, without the white space that makes the file readable. */
  private static String resource(String name) {
    String path = "/event-types/" + name + ".json";
    try (InputStream file = EventCatalog.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException(path + " is missing");
      }
      return JSON.readTree(file).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
