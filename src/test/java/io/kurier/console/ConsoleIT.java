package io.kurier.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.kurier.support.Chromium;
import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.ServerDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a customer does, in a browser, with the packaged service. */
class ConsoleIT {

  private static final String EVENT =
      "{\"type\": \"contact_added\", \"contact\": {\"name\": \"<script>alert(1)</script>\"}}";

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private static @Nullable NodeProcess startedNode;
  private static @Nullable Chromium startedChromium;

  private final Receiver receiver = Receiver.willing();

  /** What the browser complains of, the Content-Security-Policy's refusals too. */
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private @Nullable Page openPage;

  @BeforeAll
  static void start() throws Exception {
    startedNode = NodeProcess.start(NodeProcess.Setup.of(DATABASE.create("console")));
    startedChromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    if (startedChromium != null) {
      startedChromium.close();
    }
    if (startedNode != null) {
      startedNode.close();
    }
  }

  @BeforeEach
  void openTheConsole() {
    open(options(1_280, 900));
  }

  @AfterEach
  void close() {
    page().context().close();
    receiver.close();
    assertEquals(List.of(), complaints, "what the browser complains of");
  }

  @Test
  void aWrongKeyIsRefusedAndTheRightOneOpensTheList() {
    assertThat(heading("Anmelden")).isVisible();
    page().getByLabel("API-Schlüssel").fill("this-is-no-key-at-all");
    button("Anmelden").click();
    assertThat(page().getByText("Dieser Schlüssel ist nicht bekannt.")).isVisible();
    // The browser notes each request that was refused.
    complaints.clear();
    signIn();
    assertThat(heading("Webhooks")).isVisible();
  }

  @Test
  void aWebhookIsCreatedInTheSeedsStepsAndItsEventsArriveLive() throws Exception {
    signIn();
    page().getByText("Webhook erstellen").first().click();
    page().getByLabel("Webhook-Name").fill("Anmeldungen <b>fett</b>");
    page().getByLabel("Webhook-URL").fill(receiver.url("/hook?secret=xyz"));
    page().getByLabel("Kontakt angemeldet").check();
    page().getByText("Webhook-Batching aktivieren").click();
    assertThat(page().getByText("Bis zu 100 Ereignisse je Anfrage").first()).isVisible();
    button("Webhook erstellen").click();
    assertThat(page().getByText("Der Webhook ist erstellt")).isVisible();
    assertThat(page().getByText(Pattern.compile("whsec_")).first()).isVisible();
    screenshot("secret");
    button("Zum Webhook").click();
    assertThat(heading("Anmeldungen <b>fett</b>")).isVisible();
    assertThat(page().getByText("Live", new Page.GetByTextOptions().setExact(true))).isVisible();
    node().post("/v1/events", EVENT, 202);
    assertThat(page().getByText("Bestätigt").first()).isVisible();
    await().until(() -> receiver.got().size() == 1);
    screenshot("deliveries");
    page().getByText("Bestätigt").first().click();
    assertThat(page().getByText("<script>alert(1)</script>").first()).isVisible();
    screenshot("attempt");
  }

  @Test
  void aServersRefusalLandsAtItsField() {
    signIn();
    page().navigate(node().uri("/webhooks/new").toString());
    page().getByLabel("Webhook-Name").fill("blocked");
    page().getByLabel("Webhook-URL").fill("http://10.0.0.1/hook");
    page().getByLabel("Kontakt angemeldet").check();
    button("Webhook erstellen").click();
    Locator url = page().getByLabel("Webhook-URL");
    assertThat(url).hasAttribute("aria-invalid", "true");
    assertThat(url).isFocused();
    complaints.clear();
  }

  @Test
  void aWebhookIsPausedActivatedAndDeletedFromTheList() throws Exception {
    node().createWebhook(receiver.url("/"), ", \"status\": \"active\"");
    signIn();
    Locator menu = page().getByLabel(Pattern.compile("Aktionen für ")).first();
    menu.click();
    item("Pausieren").click();
    assertThat(
            page().getByText("ist pausiert: Neue Ereignisse werden nicht mehr gesendet.").first())
        .isVisible();
    menu.click();
    item("Aktivieren").click();
    assertThat(page().getByText("ist aktiv.").first()).isVisible();
    menu.click();
    item("Löschen").click();
    assertThat(page().getByText("Noch offene Zustellungen gelten als fehlgeschlagen.")).isVisible();
    screenshot("delete");
    page().getByRole(AriaRole.DIALOG).getByText("Löschen").last().click();
    assertThat(page().getByText("wurde gelöscht.").first()).isVisible();
  }

  @Test
  void everyPageIsThereInBothLanguagesLightAndDarkAndOnAPhone() throws Exception {
    String id = node().createWebhook(receiver.url("/hook?secret=xyz"), "");
    node().post("/v1/events", EVENT, 202);
    await().until(() -> !receiver.got().isEmpty());
    for (String language : List.of("de", "en")) {
      for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        walk(
            id,
            options(1_280, 900).setLocale(language).setColorScheme(theme),
            language + "-" + theme.name().toLowerCase(Locale.ROOT));
      }
    }
    walk(id, options(360, 740), "phone");
  }

  private void walk(String webhook, Browser.NewContextOptions options, String name) {
    page().context().close();
    open(options);
    screenshot(name + "-sign-in");
    signIn();
    for (Map.Entry<String, String> each :
        Map.of(
                "list",
                "/webhooks",
                "form",
                "/webhooks/new",
                "webhook",
                "/webhooks/" + webhook,
                "charts",
                "/webhooks/" + webhook + "?tab=charts",
                "events-of-webhook",
                "/webhooks/" + webhook + "?tab=events",
                "secret-tab",
                "/webhooks/" + webhook + "?tab=secret",
                "settings",
                "/webhooks/" + webhook + "?tab=settings",
                "events",
                "/events",
                "event-type",
                "/events/types/contact_added",
                "overview",
                "/overview")
            .entrySet()) {
      Response answer = page().navigate(node().uri(each.getValue()).toString());
      assertEquals(200, Objects.requireNonNull(answer).status());
      assertThat(page().locator("h1")).isVisible();
      assertThat(page().locator(".pf-v6-c-skeleton, .pf-v6-c-spinner")).hasCount(0);
      screenshot(name + "-" + each.getKey());
      Object width = page().evaluate("document.documentElement.scrollWidth - window.innerWidth");
      assertTrue(((Number) width).intValue() <= 0, each.getKey() + " is wider than " + name);
    }
  }

  private void open(Browser.NewContextOptions options) {
    BrowserContext context = Objects.requireNonNull(startedChromium).browser().newContext(options);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(node().uri("/").toString());
    openPage = page;
  }

  private static Browser.NewContextOptions options(int width, int height) {
    return new Browser.NewContextOptions().setLocale("de-DE").setViewportSize(width, height);
  }

  private void signIn() {
    page().locator("#key").fill(NodeProcess.KEY);
    page().locator("button[type=submit]").click();
    assertThat(page().locator("#key")).hasCount(0);
    assertThat(page().locator("h1")).isVisible();
  }

  private Locator heading(String text) {
    return page()
        .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setLevel(1));
  }

  private Locator button(String name) {
    return page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator item(String name) {
    return page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name));
  }

  private void screenshot(String name) {
    page()
        .screenshot(
            new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setFullPage(true));
  }

  private Page page() {
    return Objects.requireNonNull(openPage);
  }

  private static NodeProcess node() {
    return Objects.requireNonNull(startedNode);
  }
}
