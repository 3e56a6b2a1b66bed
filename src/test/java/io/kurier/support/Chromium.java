package io.kurier.support;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A browser for tests: an installed Chromium, else Debian's package where it may be installed, else
 * the one that Playwright downloads.
 */
public final class Chromium implements AutoCloseable {

  private static final String MISSING =
      "No browser: install Chromium (on Debian: apt-get install chromium), and run it again.";

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it; fails with what to install where there is none and none can be had. */
  public static Chromium start() {
    Optional<Path> installed = installed().or(Chromium::installDebians);
    BrowserType.LaunchOptions options =
        // Its sandbox does not run as root, as in a container; it opens our own pages only.
        new BrowserType.LaunchOptions().setArgs(List.of("--no-sandbox"));
    Playwright.CreateOptions creation = new Playwright.CreateOptions();
    installed.ifPresent(
        path -> {
          options.setExecutablePath(path);
          creation.setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
        });
    try {
      Playwright playwright = Playwright.create(creation);
      return new Chromium(playwright, playwright.chromium().launch(options));
    } catch (PlaywrightException e) {
      throw installed.isPresent() ? e : new IllegalStateException(MISSING, e);
    }
  }

  public Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private static Optional<Path> installed() {
    return Program.installed(
        "chromium", "chromium-browser", "google-chrome-stable", "google-chrome");
  }

  private static Optional<Path> installDebians() {
    return Program.install("chromium") ? installed() : Optional.empty();
  }
}
