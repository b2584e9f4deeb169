package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A site sends pictures that are larger than the relay takes. */
class LargePicturesTest {

  private static final int MOST = 100_000;

  /** More than any message from a site while pictures are so small. */
  private static final int HUGE = 9 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final LinkedIngest ingest = new LinkedIngest(vertx, MOST, "garden");

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void areLeftOutAndTheOthersComeOverTheSameConnection() {
    TestSite site = ingest.dial("garden", "yard", "gate");
    AtomicInteger yard = ingest.watch("yard");
    AtomicInteger gate = ingest.watch("gate");
    Await.until("both are asked for", () -> site.isWatched("yard") && site.isWatched("gate"));

    site.publish("yard", 0, MOST + 1);
    ingest.awaitLink("garden", "one is left out", link -> link.leftOut() == 1);
    site.publish("yard", 1, HUGE);
    ingest.awaitLink("garden", "two are left out", link -> link.leftOut() == 2);
    site.publish("gate", 0, MOST);
    Await.until("the other stream goes on", () -> gate.get() == 1);
    site.publish("yard", 2, MOST);
    Await.until("a smaller picture comes", () -> yard.get() == 1);

    ingest.awaitLink("garden", "both came", link -> link.frames() == 2);
    assertThat(ingest.link("garden").connects()).isOne();
    assertThat(ingest.link("garden").leftOut()).isEqualTo(2);
  }

  @Test
  void areSaidToBeWhyThereIsNone() {
    TestSite site = ingest.dial("garden", "yard");
    ingest.watch("yard");
    Await.until("it is asked for", () -> site.isWatched("yard"));

    site.publish("yard", 0, MOST + 1);

    Await.until(
        "it is told",
        () ->
            "its pictures are larger than 100000 bytes (max-frame-size)"
                .equals(ingest.stream("yard").get().reason()));
    assertThat(ingest.stream("yard").get().state()).isEqualTo(StreamState.RETRYING);
  }

  @Test
  void areTakenAsSoonAsTheConfigurationLetsThem() {
    TestSite site = ingest.dial("garden", "yard");
    AtomicInteger yard = ingest.watch("yard");
    Await.until("it is asked for", () -> site.isWatched("yard"));

    ingest.take(2 * HUGE);
    site.publish("yard", 0, HUGE);

    Await.until("it has come", () -> yard.get() == 1);
    assertThat(ingest.link("garden").connects()).isOne();
  }
}
