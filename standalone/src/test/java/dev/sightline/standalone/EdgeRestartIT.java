package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.WebSocket;
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

  /** Looks at the pixels on the screen and remembers how long they stayed the same. */
  private static final String RECORDER =
      """
      () => {
        const camera = document.querySelector('sightline-camera');
        const eye = new OffscreenCanvas(64, 48);
        const context = eye.getContext('2d', { willReadFrequently: true });
        window.record = { statuses: [], changes: 0, longest: 0 };
        let [before, since] = ['', performance.now()];
        const look = () => {
          const picture = camera.shadowRoot.querySelector('[part=picture]');
          context.drawImage(picture, 0, 0, 64, 48);
          const pixels = context.getImageData(0, 0, 64, 48).data.join();
          const now = performance.now();
          if (pixels !== before) {
            record.longest = Math.max(record.longest, now - since);
            record.changes++;
            [before, since] = [pixels, now];
          }
        };
        setInterval(look, 10);
        camera.addEventListener('statechange', ({ detail }) => record.statuses.push(detail.status));
      }""";

  /** Only what takes longer, as it may on a busy machine, is said to people. */
  private static final double UNNOTICED_MILLIS = 2_000;

  private final List<String> events = new ArrayList<>();
  private EdgePair pair;

  @TempDir private Path directory;

  @AfterEach
  void stopAll() {
    if (pair != null) {
      pair.close();
    }
  }

  @Test
  void staysLiveSinceANewConnectionIsThereBeforeTheOldOneGoes() {
    page.onWebSocket(this::note);
    watch();

    stop("TERM");

    assertThat(record().get("statuses")).asList().isEmpty();
    assertThat(events).containsExactly("opened", "opened", "closed");
  }

  @Test
  void comesBackThroughTheBalancerWhenItsEdgeIsKilled() {
    watch();

    stop("KILL");

    awaitStatus("front", "live");
    assertThat(record())
        .satisfiesAnyOf(
            record -> assertThat(record.get("statuses")).asList().isEmpty(),
            record -> assertThat(longest(record)).isGreaterThan(UNNOTICED_MILLIS));
  }

  @Test
  void staysLiveWithSnapshotsToo() {
    page.routeWebSocket("**/streams", socket -> socket.close());
    watch();

    stop("TERM");

    assertThat(record().get("statuses")).asList().isEmpty();
  }

  private void watch() {
    pair = EdgePair.start(camera, directory);
    Chromium.open(page, pair.balancer().url("/front/"));
    awaitStatus("front", "live");
    page.evaluate(RECORDER);
    awaitChanges(10);
  }

  private void stop(String signal) {
    NodeProcess edge = pair.watched();
    edge.program().signal(signal);
    while (edge.program().isAlive()) {
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

  private static double longest(Map<?, ?> record) {
    return ((Number) record.get("longest")).doubleValue();
  }

  private void note(WebSocket socket) {
    events.add("opened");
    socket.onClose(closed -> events.add("closed"));
  }
}
