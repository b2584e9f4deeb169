package dev.sightline.standalone;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import dev.sightline.testkit.Requires;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The machine's Chromium, without a window. For the thread that started it. */
final class Chromium implements AutoCloseable {

  /** For each wait: a busy machine without a graphics card draws a page in seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Of going to a page, while the machine's interfaces come and go. */
  private static final int TRIES = 3;

  static final int WIDTH = 1280;
  static final int HEIGHT = 800;

  /** It knows no host but this one, so that neither it nor a page reaches another. */
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--no-first-run",
          "--no-proxy-server",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it, or skips the test where there is none. */
  static Chromium start() {
    return start(Requires.program("chromium"), "127.0.0.1");
  }

  /**
   * Starts it in another way.
   *
   * @param program that becomes Chromium
   * @param host the address that it may reach
   */
  static Chromium start(Path program, String host) {
    List<String> arguments = new ArrayList<>(ARGUMENTS);
    arguments.add("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE " + host);
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(program)
            .setArgs(arguments)
            .setTimeout(PATIENCE.toMillis());
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
    return new Chromium(playwright, playwright.chromium().launch(options));
  }

  /** An empty page with nothing remembered from any other, which believes any certificate. */
  Page newPage() {
    Page page =
        browser.newPage(
            new Browser.NewPageOptions()
                .setViewportSize(WIDTH, HEIGHT)
                .setColorScheme(ColorScheme.LIGHT)
                .setIgnoreHTTPSErrors(true));
    page.setDefaultTimeout(PATIENCE.toMillis());
    return page;
  }

  /** An empty page of somebody who types this when he is asked who he is. */
  Page newPage(String user, String password) {
    Page page =
        browser.newPage(
            new Browser.NewPageOptions()
                .setHttpCredentials(user, password)
                .setIgnoreHTTPSErrors(true));
    page.setDefaultTimeout(PATIENCE.toMillis());
    return page;
  }

  /** An empty page that runs the test's own scripts beside those that its policy allows. */
  Page newPageForScripts(ColorScheme scheme) {
    Page page =
        browser.newPage(
            new Browser.NewPageOptions()
                .setViewportSize(WIDTH, HEIGHT)
                .setColorScheme(scheme)
                .setBypassCSP(true));
    page.setDefaultTimeout(PATIENCE.toMillis());
    return page;
  }

  /**
   * Goes to a URL; the load event of a page with a stream would never come. Chromium drops what it
   * loads when an interface of the machine comes or goes, which says nothing of the page.
   */
  static void open(Page page, String url) {
    Page.NavigateOptions loaded =
        new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED);
    for (int tries = 1; ; tries++) {
      try {
        page.navigate(url, loaded);
        return;
      } catch (PlaywrightException e) {
        if (tries == TRIES || !e.getMessage().contains("ERR_NETWORK_CHANGED")) {
          throw e;
        }
        awaitErrorPage(page);
      }
    }
  }

  /** Chromium goes to it by itself, which would end another navigation. */
  private static void awaitErrorPage(Page page) {
    page.waitForURL(
        url -> url.startsWith("chrome-error:"),
        new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
