package io.kurier.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ScreenshotAnimations;
import com.microsoft.playwright.options.ViewportSize;
import io.kurier.support.Chromium;
import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.ServerDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The packaged service, and a browser that looks at its console. */
abstract class ConsoleWalk {

  /** Longer than the console lets pass between two looks at what changes by itself. */
  static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(20_000);

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  static final String DATABASE_NAME = "console";

  /** So many pixels have to be scrolled, unless a dialog lies before the page. */
  private static final String HIDDEN =
      """
      document.querySelector('[role=dialog]') === null
        ? Math.max(0, ...[...document.querySelectorAll('.pf-v6-c-page__main, .pf-v6-c-page__main-container')]
            .map(element => element.scrollHeight - element.clientHeight))
        : 0
      """;

  private static final int HIGHEST = 2_600;

  private static final Pattern WEBHOOK_ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\",\"name\"");

  private static @Nullable NodeProcess startedNode;
  private static @Nullable Chromium startedChromium;

  final Receiver receiver = Receiver.willing();

  /** What the browser complains of, the Content-Security-Policy's refusals too. */
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** What it has to complain of, since something is refused on purpose. */
  private final List<Pattern> expected = new ArrayList<>();

  private @Nullable Page openPage;

  @BeforeAll
  static void start() throws Exception {
    startedNode = NodeProcess.start(NodeProcess.Setup.of(DATABASE.create(DATABASE_NAME)));
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
  void close() throws Exception {
    awaitExpected();
    page().context().close();
    receiver.close();
    // The next test begins with an empty list.
    for (String id :
        WEBHOOK_ID
            .matcher(node().get("/v1/webhooks?limit=500"))
            .results()
            .map(found -> found.group(1))
            .toList()) {
      node().send("DELETE", "/v1/webhooks/" + id, "application/json", "", 204);
    }
    assertEquals(List.of(), unexpected(), "what the browser complains of");
    assertEquals(List.of(), missing(), "is not in " + complaints);
  }

  /** The last request may still be on its way when what the test looks for is on the page. */
  private void awaitExpected() {
    try {
      page().waitForCondition(() -> missing().isEmpty());
    } catch (TimeoutError e) {
      // Said below, with what it complained of.
    }
  }

  /** The browser notes each request that is refused; this one has to be. */
  final void expectRefusal(int status, String path) {
    expectComplaint("status of " + status + " .* at http://[^/]+" + path + "$");
  }

  /** What the browser has to complain of, as a regular expression. */
  final void expectComplaint(String regex) {
    expected.add(Pattern.compile(regex));
  }

  /** In a window of its own, signed out. */
  final void open(Browser.NewContextOptions options) {
    BrowserContext context = Objects.requireNonNull(startedChromium).browser().newContext(options);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(said(message));
          }
        });
    page.onPageError(complaints::add);
    // A script that came with somebody's text would open one.
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.navigate(node().uri("/").toString());
    openPage = page;
  }

  static Browser.NewContextOptions options(int width, int height) {
    return new Browser.NewContextOptions().setLocale("de-DE").setViewportSize(width, height);
  }

  final void signIn() {
    page().locator("#key").fill(NodeProcess.KEY);
    page().locator("button[type=submit]").click();
    assertThat(page().locator("#key")).hasCount(0);
    assertThat(page().locator("h1")).isVisible();
  }

  /** Opens a page of the console, as somebody does who has its address. */
  final void visit(String path) {
    assertEquals(
        200, Objects.requireNonNull(page().navigate(node().uri(path).toString())).status());
    assertThat(page().locator("h1")).isVisible();
  }

  final Locator heading(String text) {
    return page()
        .getByRole(
            AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setLevel(1).setExact(true));
  }

  final Locator button(String name) {
    return page()
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  final Locator link(String name) {
    return page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  final Locator item(String name) {
    return page()
        .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** A button within the dialog that is open. */
  final Locator inDialog(String name) {
    return page()
        .getByRole(AriaRole.DIALOG)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  final Locator text(String text) {
    return page().getByText(text, new Page.GetByTextOptions().setExact(true)).first();
  }

  /** All of the page: what it would scroll lies within it. */
  final void screenshot(String name) {
    ViewportSize size = page().viewportSize();
    int hidden = ((Number) page().evaluate(HIDDEN)).intValue();
    page().setViewportSize(size.width, Math.min(size.height + hidden, HIGHEST));
    picture(name);
    page().setViewportSize(size.width, size.height);
  }

  /** What is seen of the page. */
  final void picture(String name) {
    page()
        .screenshot(
            new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setAnimations(ScreenshotAnimations.DISABLED));
  }

  final Page page() {
    return Objects.requireNonNull(openPage);
  }

  static NodeProcess node() {
    return Objects.requireNonNull(startedNode);
  }

  private List<Pattern> missing() {
    return expected.stream()
        .filter(each -> complaints.stream().noneMatch(each.asPredicate()))
        .toList();
  }

  private List<String> unexpected() {
    return complaints.stream()
        .filter(said -> expected.stream().noneMatch(each -> each.matcher(said).find()))
        .toList();
  }

  /** The message and the address that it is about, without lines and queries. */
  private static String said(ConsoleMessage message) {
    return message.text() + " at " + message.location().replaceFirst("(\\?.*)?:\\d+:\\d+$", "");
  }
}
