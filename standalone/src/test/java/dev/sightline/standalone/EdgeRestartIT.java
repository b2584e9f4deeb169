package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.ColorScheme;
import dev.sightline.testkit.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The picture in a browser, while the edge that it comes from is stopped or killed. */
class EdgeRestartIT extends InBrowser {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeRestartIT.class);

  /**
   * Looks at the pixels on the screen and remembers how long they stayed the same. Meanwhile it
   * visits an edge that goes on, again and again: for what a visit takes at the time of a gap, the
   * restart isn't to blame.
   */
  private static final String RECORDER =
      """
      (elsewhere) => {
        const camera = document.querySelector('sightline-camera');
        const eye = new OffscreenCanvas(64, 48);
        const context = eye.getContext('2d', { willReadFrequently: true });
        window.record = { statuses: [], changes: 0, longest: 0, toBlame: 0 };
        let [before, since] = ['', performance.now()];
        let [began, slowest] = [0, 0];
        const visit = () => {
          began = performance.now();
          const socket = new WebSocket(elsewhere);
          socket.onmessage = () => socket.close();
          socket.onclose = visit;
        };
        const look = () => {
          const picture = camera.shadowRoot.querySelector('[part=picture]');
          context.drawImage(picture, 0, 0, 64, 48);
          const pixels = context.getImageData(0, 0, 64, 48).data.join();
          const now = performance.now();
          slowest = Math.max(slowest, now - began);
          if (pixels !== before) {
            record.longest = Math.max(record.longest, now - since);
            record.toBlame = Math.max(record.toBlame, now - since - slowest);
            record.changes++;
            [before, since, slowest] = [pixels, now, 0];
          }
        };
        visit();
        setInterval(look, 10);
        camera.addEventListener('statechange', ({ detail }) => record.statuses.push(detail.status));
      }""";

  /** Only what takes longer, as it may on a busy machine, is said to people. */
  private static final double UNNOTICED_MILLIS = 2_000;

  /** The longest that people may see, on a machine that is never late. */
  private static final double GAP_MILLIS = 1_000;

  private final List<String> events = new ArrayList<>();
  private EdgePair pair;
  private NodeProcess watched;

  @TempDir private Path directory;

  /** It visits an edge without the balancer, which our own pages may not. */
  @Override
  Page newPage(Chromium chromium) {
    return chromium.newPageForScripts(ColorScheme.LIGHT);
  }

  @AfterEach
  void stopAll() {
    if (pair != null) {
      pair.close();
    }
  }

  @Test
  void staysLiveSinceANewConnectionIsThereBeforeTheOldOneGoes() {
    start();
    page.onWebSocket(this::note);
    watch();

    stop("TERM");

    assertSeamless(record());
    assertThat(events).containsExactly("opened", "opened", "closed");
  }

  @Test
  void comesBackThroughTheBalancerWhenItsEdgeIsKilled() {
    start();
    watch();

    stop("KILL");

    awaitStatus("front", "live");
    assertThat(record())
        .satisfiesAnyOf(
            record -> assertThat(record.get("statuses")).asList().isEmpty(),
            record -> assertThat(millis(record, "longest")).isGreaterThan(UNNOTICED_MILLIS));
  }

  @Test
  void staysLiveWithSnapshotsToo() {
    start();
    page.routeWebSocket("**/streams", socket -> socket.close());
    watch();

    stop("TERM");

    assertSeamless(record());
  }

  private void start() {
    pair = EdgePair.start(camera, directory);
  }

  private void watch() {
    Chromium.open(page, pair.balancer().url("/front/"));
    awaitStatus("front", "live");
    watched = pair.watched();
    page.evaluate(
        RECORDER, "ws://127.0.0.1:%d/front/ws".formatted(pair.other(watched).viewersPort()));
    awaitChanges(10);
  }

  private static void assertSeamless(Map<?, ?> record) {
    assertThat(record.get("statuses")).asList().isEmpty();
    assertThat(millis(record, "toBlame"))
        .as("milliseconds to blame the restart for, in %s", record)
        .isLessThanOrEqualTo(GAP_MILLIS);
  }

  private void stop(String signal) {
    watched.program().signal(signal);
    while (watched.program().isAlive()) {
      page.waitForTimeout(100);
    }
    awaitChanges(10);
    LOG.info("SIG{}: {}, {}", signal, record(), events);
  }

  /** Our own pages allow no polling within the page. */
  private void awaitChanges(int further) {
    int before = changes();
    Await.until(further + " further pictures", () -> changes() >= before + further);
  }

  private int changes() {
    return (int) record().get("changes");
  }

  private Map<?, ?> record() {
    return (Map<?, ?>) page.evaluate("record");
  }

  private static double millis(Map<?, ?> record, String name) {
    return ((Number) record.get(name)).doubleValue();
  }

  private void note(WebSocket socket) {
    if (socket.url().contains(":%d/".formatted(pair.balancer().port()))) {
      events.add("opened");
      socket.onClose(closed -> events.add("closed"));
    }
  }
}
