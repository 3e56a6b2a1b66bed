package io.kurier.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.kurier.support.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How the console's pages look, in both languages and themes, on a phone, and to whom does not see.
 */
class ConsoleLooksIT extends ConsoleWalk {

  /** Installed by the build of the console. */
  private static final Path AXE = Path.of("src/main/webui/node_modules/axe-core/axe.min.js");

  /** The violations that hinder: what they are, and where. */
  private static final String CHECK =
      """
      () => axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations
        .filter(({impact}) => impact === 'serious' || impact === 'critical')
        .map(({id, nodes}) => id + ': ' + nodes.map(({html}) => html).join(' | ')))
      """;

  private final Map<String, String> pages = new LinkedHashMap<>();

  @BeforeEach
  void fillThePages() throws Exception {
    SampleWebhooks.Created created =
        SampleWebhooks.create(node(), DATABASE, DATABASE_NAME, receiver);
    String id = created.webhook();
    pages.put("list", "/webhooks");
    pages.put("form", "/webhooks/new");
    pages.put("edit", "/webhooks/" + id + "/edit");
    pages.put("webhook", "/webhooks/" + id);
    pages.put("charts", "/webhooks/" + id + "?tab=charts");
    pages.put("events-of-webhook", "/webhooks/" + id + "?tab=events");
    pages.put("secret-tab", "/webhooks/" + id + "?tab=secret");
    pages.put("settings", "/webhooks/" + id + "?tab=settings");
    pages.put("events", "/events");
    pages.put("event", "/events/" + created.event());
    pages.put("event-type", "/events/types/contact_added");
    pages.put("new-type", "/events/new");
    pages.put("overview", "/overview");
    pages.put("nowhere", "/webhooks/nothing/at/all");
  }

  @Test
  void everyPageIsThereInBothLanguagesLightAndDarkAndOnAPhone() {
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (String language : List.of("de", "en")) {
        Browser.NewContextOptions options =
            options(1_280, 900).setLocale(language).setColorScheme(theme);
        // What axe looks at is the same in both languages.
        look(
            options, language + "-" + theme.name().toLowerCase(Locale.ROOT), "de".equals(language));
      }
    }
    look(options(360, 740), "phone", true);
    look(options(1_920, 1_080), "wide", false);
  }

  @Test
  void thePicturesOfTheReadmeAreTaken() {
    show(options(1_280, 800).setLocale("en"), "list");
    show(options(1_280, 1_090).setLocale("en"), "charts");
    show(options(1_280, 900).setColorScheme(ColorScheme.DARK), "edit");
  }

  @Test
  void theKeyboardAloneIsEnough() {
    assertThat(heading("Anmelden")).isVisible();
    tabTo(page().getByLabel("API-Schlüssel"));
    page().keyboard().type(NodeProcess.KEY);
    page().keyboard().press("Enter");
    assertThat(heading("Webhooks")).isVisible();

    tabTo(link("Webhook erstellen"));
    page().keyboard().press("Enter");
    assertThat(heading("Webhook erstellen")).isVisible();
    tabTo(page().getByLabel("Webhook-Name"));
    page().keyboard().type("Getippt");
    tabTo(page().getByLabel("Webhook-URL"));
    page().keyboard().type(receiver.url("/typed"));
    tabTo(page().getByLabel("Kontakt angemeldet"));
    page().keyboard().press("Space");
    tabTo(page().getByLabel("Aktiv", new Page.GetByLabelOptions().setExact(true)));
    page().keyboard().press("ArrowDown");
    page().keyboard().press("ArrowUp");
    tabTo(button("Webhook erstellen"));
    page().keyboard().press("Enter");
    assertThat(text("Der Webhook ist erstellt")).isVisible();
    tabTo(button("Zum Webhook"));
    page().keyboard().press("Enter");
    assertThat(heading("Getippt")).isVisible();

    tabTo(link("Webhooks").first());
    page().keyboard().press("Enter");
    assertThat(heading("Webhooks")).isVisible();
    tabTo(button("Aktionen für Getippt"));
    page().keyboard().press("Enter");
    assertThat(item("Bearbeiten")).isFocused();
    page().keyboard().press("ArrowDown");
    page().keyboard().press("ArrowDown");
    page().keyboard().press("ArrowDown");
    assertThat(item("Pausieren")).isFocused();
    page().keyboard().press("Enter");
    assertThat(text("Getippt ist pausiert: Neue Ereignisse werden nicht mehr gesendet."))
        .isVisible();
    assertThat(button("Aktionen für Getippt")).isFocused();
    page().keyboard().press("Enter");
    page().keyboard().press("Escape");
    assertThat(item("Bearbeiten")).hasCount(0);
    assertThat(button("Aktionen für Getippt")).isFocused();
  }

  private void show(Browser.NewContextOptions options, String page) {
    page().context().close();
    open(options);
    signIn();
    visit(Objects.requireNonNull(pages.get(page)));
    assertThat(page().locator(".pf-v6-c-skeleton, .pf-v6-c-spinner")).hasCount(0);
    picture("readme-" + page);
  }

  private void look(Browser.NewContextOptions options, String name, boolean withAxe) {
    page().context().close();
    open(options);
    screenshot(name + "-sign-in");
    check(name + "-sign-in", withAxe);
    signIn();
    pages.forEach(
        (page, path) -> {
          visit(path);
          assertThat(page().locator(".pf-v6-c-skeleton, .pf-v6-c-spinner")).hasCount(0);
          screenshot(name + "-" + page);
          Object width =
              page().evaluate("document.documentElement.scrollWidth - window.innerWidth");
          assertTrue(((Number) width).intValue() <= 0, page + " is wider than " + name);
          check(name + "-" + page, withAxe);
        });
  }

  private void check(String name, boolean withAxe) {
    if (withAxe) {
      page().evaluate(axe() + "\n;0");
      assertEquals(List.of(), page().evaluate(CHECK), name);
    }
  }

  /** Goes on by the tabulator, as often as it takes, until it is there. */
  private void tabTo(Locator target) {
    assertThat(target).isVisible();
    for (int i = 0; i < 100; i++) {
      page().keyboard().press("Tab");
      if ((boolean) target.evaluate("element => element === document.activeElement")) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not lead to " + target);
  }

  private static String axe() {
    try {
      return Files.readString(AXE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
