package io.kurier.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.Signed;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What a customer does, in a browser, with the packaged service. */
class ConsoleIT extends ConsoleWalk {

  private static final String SCRIPT = "<script>alert(1)</script>";

  private static final String EVENT =
      "{\"type\": \"contact_added\", \"contact\": {\"name\": \"" + SCRIPT + "\"}}";

  private static final String MERGE_PATCH = "application/merge-patch+json";

  /** What stands in the fields of a page. */
  private static final String VALUES =
      "[...document.querySelectorAll('input, textarea')].map(field => field.value).join('\\n')";

  private static final LocatorAssertions.HasCountOptions IN_TIME =
      new LocatorAssertions.HasCountOptions().setTimeout(20_000);

  @Test
  void aWrongKeyIsRefusedAndTheRightOneOpensTheList() {
    expectRefusal(401, "/v1/webhooks");
    assertThat(heading("Anmelden")).isVisible();
    page().getByLabel("API-Schlüssel").fill("this-is-no-key-at-all");
    button("Anmelden").click();
    assertThat(page().getByText("Dieser Schlüssel ist nicht bekannt.")).isVisible();
    signIn();
    assertThat(heading("Webhooks")).isVisible();
    assertThat(text("Noch keine Webhooks")).isVisible();
    screenshot("empty-list");
  }

  @Test
  void whoseKeyIsNoLongerTakenIsSignedOutAndComesBackToTheSamePage() {
    expectRefusal(401, "/v1/event-types");
    signIn();
    visit("/events");
    page().evaluate("sessionStorage.setItem('kurier.key', 'a-key-that-was-withdrawn')");
    page().reload();
    assertThat(page().getByText("Sie wurden abgemeldet")).isVisible();
    screenshot("signed-out");
    signIn();
    assertThat(heading("Ereignisse")).isVisible();
    button("Abmelden").click();
    assertThat(heading("Anmelden")).isVisible();
    page().reload();
    assertThat(heading("Anmelden")).isVisible();
  }

  @Test
  void whoIsOfflineIsToldAndGoesOnOnceTheNetworkIsBack() throws Exception {
    expectComplaint("ERR_INTERNET_DISCONNECTED");
    // The script of the page that is asked for can't be loaded.
    expectComplaint("ProblemError");
    node().createWebhook(receiver.url("/"), "");
    signIn();
    assertThat(link("n")).isVisible();
    page().context().setOffline(true);
    assertThat(page().getByText("Sie sind offline.")).isVisible();
    assertThat(link("n")).isVisible();
    link("Überblick").click();
    assertThat(text("Sie sind offline")).isVisible();
    screenshot("offline");
    page().context().setOffline(false);
    assertThat(heading("Überblick")).isVisible(SOON);
    assertThat(page().getByText("Sie sind offline.")).hasCount(0);
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
    assertThat(text("Live")).isVisible();
    node().post("/v1/events", EVENT, 202);
    assertThat(text("Bestätigt")).isVisible();
    await().until(() -> receiver.got().size() == 1);
    screenshot("deliveries");
    text("Bestätigt").click();
    assertThat(page().getByText(SCRIPT).first()).isVisible();
    screenshot("attempt");
  }

  @Test
  void aServersRefusalLandsAtItsField() {
    expectRefusal(422, "/v1/webhooks");
    signIn();
    visit("/webhooks/new");
    page().getByLabel("Webhook-Name").fill("blocked");
    page().getByLabel("Webhook-URL").fill("http://10.0.0.1/hook");
    page().getByLabel("Kontakt angemeldet").check();
    button("Webhook erstellen").click();
    Locator url = page().getByLabel("Webhook-URL");
    assertThat(url).hasAttribute("aria-invalid", "true");
    assertThat(url).isFocused();
    screenshot("refused");
  }

  @Test
  void whoSavesAfterAnotherSeesBothVersionsAndChooses() throws Exception {
    String path = "/v1/webhooks/" + node().createWebhook(receiver.url("/"), "");
    expectRefusal(412, path);
    signIn();
    edit(path, "Mein Name");
    node().send("PATCH", path, MERGE_PATCH, "{\"name\": \"Ihr Name\"}", 200);
    button("Speichern").click();
    assertThat(page().getByText("Inzwischen wurde dieser Webhook geändert")).isVisible();
    Locator row =
        page()
            .getByRole(AriaRole.DIALOG)
            .getByRole(AriaRole.ROW)
            .filter(new Locator.FilterOptions().setHasText("Mein Name"));
    assertThat(row).containsText("Ihr Name");
    screenshot("conflict");
    inDialog("Meine Fassung speichern").click();
    assertThat(heading("Mein Name")).isVisible();
    assertTrue(node().get(path).contains("\"name\":\"Mein Name\""));

    edit(path, "Noch ein Name");
    node().send("PATCH", path, MERGE_PATCH, "{\"name\": \"Der andere Name\"}", 200);
    button("Speichern").click();
    inDialog("Gespeicherte Fassung übernehmen").click();
    assertThat(page().getByLabel("Webhook-Name")).hasValue("Der andere Name");
    button("Speichern").click();
    assertThat(heading("Der andere Name")).isVisible();
  }

  @Test
  void aWebhookIsPausedActivatedAndDeletedFromTheList() throws Exception {
    String path = "/v1/webhooks/" + node().createWebhook(receiver.url("/"), "");
    signIn();
    Locator menu = button("Aktionen für n");
    menu.click();
    item("Pausieren").click();
    assertThat(text("n ist pausiert: Neue Ereignisse werden nicht mehr gesendet.")).isVisible();
    assertTrue(node().get(path).contains("\"status\":\"inactive\""));
    menu.click();
    item("Aktivieren").click();
    assertThat(text("n ist aktiv.")).isVisible();
    assertTrue(node().get(path).contains("\"status\":\"active\""));

    menu.click();
    item("Löschen").click();
    assertThat(text("Noch offene Zustellungen gelten als fehlgeschlagen.")).isVisible();
    screenshot("delete");
    inDialog("Abbrechen").click();
    assertThat(link("n")).isVisible();
    menu.click();
    item("Löschen").click();
    inDialog("Löschen").click();
    assertThat(text("n wurde gelöscht.")).isVisible();
    assertThat(text("Noch keine Webhooks")).isVisible();
    assertEquals(404, node().answer(path + "/resume", "").statusCode());
  }

  @Test
  void aFailingReceiverIsShownRepairedAndGetsWhatItMissed() throws Exception {
    receiver.answer(got -> Answer.of(500, "{\"error\": \"" + SCRIPT + "\"}"));
    String path =
        "/v1/webhooks/"
            + node().createWebhook(receiver.url("/"), ", \"delivery\": {\"retry\": []}");
    // So many in a row until it counts as failing.
    for (int i = 0; i < 5; i++) {
      node().post("/v1/events", "{\"type\": \"contact_added\", \"mark\": \"lost\"}", 202);
    }
    await().until(() -> node().get(path).contains("\"state\":\"failing\""));

    signIn();
    assertThat(text("Gestört")).isVisible();
    assertThat(page().getByText("Der Empfänger hat mit 500 geantwortet.").first()).isVisible();
    screenshot("failing-list");
    link("n").click();
    assertThat(page().getByText(Pattern.compile("Der Empfänger bestätigt seit .* nicht")))
        .isVisible();
    assertThat(text("Abgelehnt")).isVisible();
    screenshot("failing");
    text("Abgelehnt").click();
    assertThat(page().getByText(SCRIPT).first()).isVisible();

    node().send("PATCH", path, MERGE_PATCH, "{\"delivery\": {\"retry\": [\"PT3S\"]}}", 200);
    node().post("/v1/events", "{\"type\": \"contact_added\", \"mark\": \"late\"}", 202);
    await().until(() -> received("late") == 1);
    receiver.answer(got -> Answer.of(200, "OK"));
    button("Offen").click();
    assertThat(text("Wird wiederholt")).isVisible(SOON);
    assertThat(text("Nichts ist offen")).isVisible(SOON);
    assertEquals(2, received("late"));
    assertThat(page().getByText(Pattern.compile("Der Empfänger bestätigt seit")))
        .hasCount(0, IN_TIME);

    button("Fehlgeschlagen").click();
    Locator again =
        page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Erneut senden"));
    assertThat(again).hasCount(5);
    screenshot("failed");
    page().setViewportSize(360, 740);
    screenshot("phone-failed");
    page().setViewportSize(1_280, 900);
    again.first().click();
    assertThat(text("Das Ereignis wird erneut gesendet.")).isVisible();
    await().until(() -> received("lost") == 6);
    assertThat(again).hasCount(4, IN_TIME);
    button("Versuche").click();
    assertThat(page().getByText("Bestätigt", new Page.GetByTextOptions().setExact(true)))
        .hasCount(2);
  }

  @Test
  void aTestEventIsSentAndSeenArriving() throws Exception {
    // Tests are not kept as events.
    expectRefusal(404, "/v1/events/[0-9a-f-]+");
    String id = node().createWebhook(receiver.url("/"), "");
    signIn();
    visit("/webhooks/" + id);
    button("Test senden").click();
    page().getByRole(AriaRole.DIALOG).getByLabel("Ereignis").selectOption("contact_moved");
    inDialog("Test senden").click();
    assertThat(page().getByText("Der Empfänger hat bestätigt")).isVisible();
    screenshot("test");
    Receiver.Got got = receiver.got().getFirst();
    assertEquals("contact_moved", got.header("X-Webhook-Type"));
    inDialog("Bei den Zustellungen ansehen").click();
    assertThat(text(got.header("X-Request-ID"))).isVisible();
  }

  @Test
  void theLogIsFilteredByTheTypeOfTheEvents() throws Exception {
    String id = node().createWebhook(receiver.url("/"), "");
    node().post("/v1/events", "{\"type\": \"contact_added\"}", 202);
    node().post("/v1/events", "{\"type\": \"contact_moved\", \"mark\": 7}", 202);
    await().until(() -> receiver.got().size() == 2);
    signIn();
    visit("/webhooks/" + id);
    assertThat(text("2 Versuche geladen.")).isVisible();
    button("Ereignis: Alle").click();
    page()
        .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Kontakt verschoben"))
        .click();
    assertThat(text("1 Versuch geladen.")).isVisible();
    text("Bestätigt").click();
    assertThat(page().getByText("\"mark\": 7")).isVisible();
    node().post("/v1/events", "{\"type\": \"contact_added\"}", 202);
    node().post("/v1/events", "{\"type\": \"contact_moved\"}", 202);
    assertThat(text("2 Versuche geladen.")).isVisible(SOON);
  }

  @Test
  void whileASecretIsReplacedBothSign() throws Exception {
    String id = node().createWebhook(receiver.url("/"), "");
    String old = secret(node().get("/v1/webhooks/" + id + "/secret"));
    signIn();
    visit("/webhooks/" + id + "?tab=secret");
    button("Geheimnis erneuern").click();
    assertThat(page().getByText("Nach 24 Stunden signiert nur noch das neue")).isVisible();
    inDialog("Geheimnis erneuern").click();
    assertThat(text("Das Geheimnis ist erneuert.")).isVisible();
    String shown = secret(page().locator("main").innerText());
    assertNotEquals(old, shown);
    assertThat(page().getByText("Das vorige Geheimnis signiert noch mit")).isVisible();
    screenshot("rotated");

    node().post("/v1/events", EVENT, 202);
    await().until(() -> receiver.got().size() == 1);
    Signed.verify(receiver.got().getFirst(), shown);
    Signed.verify(receiver.got().getFirst(), old);

    page().reload();
    assertThat(button("Geheimnis anzeigen")).isVisible();
    assertFalse(page().content().contains(shown));
  }

  @Test
  void whatOthersWroteIsTextWhereverItIsShown() throws Exception {
    receiver.answer(got -> Answer.of(200, SCRIPT));
    // A type may be called what a page is called.
    node()
        .post(
            "/v1/event-types",
            """
            {"type": "new", "labels": {"de": "%1$s", "en": "%1$s"}, "sample": {"type": "new", "name": "%1$s"}}
            """
                .formatted(SCRIPT),
            201);
    String id =
        id(
            node()
                .post(
                    "/v1/webhooks",
                    """
                    {"name": "%1$s", "url": "%2$s", "events": ["new"], "headers": {"X-Script": "%1$s"}}
                    """
                        .formatted(
                            SCRIPT, receiver.url("/?script=%3Cscript%3Ealert(1)%3C/script%3E")),
                    201));
    String event =
        id(
            node()
                .post(
                    "/v1/events",
                    "{\"type\": \"new\", \"id\": \"%1$s\", \"name\": \"%1$s\"}".formatted(SCRIPT),
                    202));
    await().until(() -> receiver.got().size() == 1);

    signIn();
    assertThat(link(SCRIPT)).isVisible();
    visit("/webhooks/" + id);
    assertThat(heading(SCRIPT)).isVisible();
    text("Bestätigt").click();
    assertThat(page().getByLabel("Antwort des Empfängers").getByText(SCRIPT).first()).isVisible();
    assertThat(page().getByLabel("Inhalt der Anfrage").getByText(SCRIPT).first()).isVisible();
    for (String path :
        List.of(
            "/webhooks/" + id + "?tab=events",
            "/webhooks/" + id + "?tab=settings",
            "/webhooks/" + id + "/edit",
            "/events",
            "/events/" + event,
            "/events/types/new",
            "/events/types/new?edit=1")) {
      visit(path);
      assertThat(page().locator(".pf-v6-c-skeleton, .pf-v6-c-spinner")).hasCount(0);
      String shown = page().locator("body").innerText() + page().evaluate(VALUES);
      assertTrue(shown.contains(SCRIPT), path + " does not show it:\n" + shown);
    }
    visit("/webhooks/" + id);
    button("Test senden").click();
    inDialog("Test senden").click();
    assertThat(page().getByRole(AriaRole.DIALOG).getByText(SCRIPT).last()).isVisible();
    assertEquals(0, page().locator("script:not([src])").count());
    node().send("DELETE", "/v1/event-types/new", "application/json", "", 204);
  }

  @Test
  void filesAreSentCompressedToWhomTakesThem() throws Exception {
    String script = found("/assets/[^\"]+\\.js", node().get("/"));
    HttpResponse<byte[]> plain = file(script, "identity");
    HttpResponse<byte[]> zipped = file(script, "gzip, deflate");
    HttpResponse<byte[]> brotli = file(script, "gzip, deflate, br;q=0.9");
    assertEquals("", header(plain, "Content-Encoding"));
    assertEquals("gzip", header(zipped, "Content-Encoding"));
    assertEquals("br", header(brotli, "Content-Encoding"));
    assertArrayEquals(
        plain.body(), new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes());
    assertTrue(zipped.body().length < plain.body().length / 2);
    assertTrue(brotli.body().length < zipped.body().length);
    for (HttpResponse<byte[]> each : List.of(plain, zipped, brotli)) {
      assertEquals("text/javascript;charset=UTF-8", header(each, "Content-Type"));
      assertEquals("accept-encoding", header(each, "Vary"));
      assertEquals("public, max-age=31536000, immutable", header(each, "Cache-Control"));
      assertEquals("nosniff", header(each, "X-Content-Type-Options"));
    }
    assertEquals("", header(file(script, "gzip;q=0"), "Content-Encoding"));

    HttpResponse<byte[]> missing = file("/assets/gone.js", "gzip");
    assertEquals(404, missing.statusCode());
    assertEquals("", header(missing, "Content-Encoding"));
    assertEquals("no-cache", header(missing, "Cache-Control"));
  }

  @Test
  void theDocumentIsSentAgainOnlyIfItHasChanged() throws Exception {
    HttpResponse<byte[]> document = sent(node().request("/"));
    assertEquals("text/html;charset=UTF-8", header(document, "Content-Type"));
    assertEquals("no-cache", header(document, "Cache-Control"));
    String tag = header(document, "ETag");
    HttpResponse<byte[]> same = sent(node().request("/").header("If-None-Match", tag));
    assertEquals(304, same.statusCode());
    assertEquals(0, same.body().length);
    assertEquals(tag, header(same, "ETag"));
    assertEquals("no-cache", header(same, "Cache-Control"));
    HttpResponse<byte[]> other = sent(node().request("/").header("If-None-Match", "\"older\""));
    assertArrayEquals(document.body(), other.body());
    HttpResponse<byte[]> head = sent(node().request("/").HEAD());
    assertEquals(0, head.body().length);
    assertEquals(Integer.toString(document.body().length), header(head, "Content-Length"));
  }

  @Test
  void everyFileHasATagOfItsOwn() throws Exception {
    List<String> files = node().get("/files.txt").lines().toList();
    Set<String> tags = new HashSet<>();
    for (String path : files) {
      HttpResponse<byte[]> file = sent(node().request(path));
      assertEquals(200, file.statusCode(), path);
      tags.add(header(file, "ETag"));
    }
    assertEquals(files.size(), tags.size());
    String script = found("/assets/[^\"]+\\.js", node().get("/"));
    assertEquals(
        header(file(script + ".br", "identity"), "ETag"), header(file(script, "br"), "ETag"));
  }

  private static HttpResponse<byte[]> file(String path, String encodings) throws Exception {
    return sent(node().request(path).header("Accept-Encoding", encodings));
  }

  private static HttpResponse<byte[]> sent(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private void edit(String path, String name) {
    visit(path.substring("/v1".length()) + "/edit");
    page().getByLabel("Webhook-Name").fill(name);
  }

  private long received(String mark) {
    return receiver.got().stream().filter(got -> got.text().contains(mark)).count();
  }

  private static String secret(String text) {
    return found("whsec_[A-Za-z0-9+/=]+", text);
  }

  /** The first id in an answer. */
  private static String id(String json) {
    return found("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", json);
  }

  private static String found(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().findFirst().orElseThrow().group();
  }
}
