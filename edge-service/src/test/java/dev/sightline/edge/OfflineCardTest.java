package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Frame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OfflineCardTest {

  private static final CardFace ONE = new CardFace("FRONT", "NO PICTURE YET", "ONE", 64, 48);
  private static final CardFace OTHER = new CardFace("FRONT", "NO PICTURE YET", "OTHER", 64, 48);

  private final List<Promise<Buffer>> drawings = new ArrayList<>();
  private long now = 1_000;
  private final OfflineCard card = new OfflineCard(TestFrames.FRONT, () -> now);

  @Test
  void isDrawnOnceForAllWhoAskWhileItIsDrawnAndAfter() {
    Future<Frame> first = picture(ONE);
    Future<Frame> second = picture(ONE);
    drawings.get(0).complete(Buffer.buffer("one"));
    now += TimeUnit.HOURS.toNanos(1);

    assertThat(picture(ONE).result())
        .isSameAs(first.result())
        .isSameAs(second.result())
        .satisfies(frame -> assertThat(frame.jpeg()).isEqualTo(Buffer.buffer("one")));
    assertThat(drawings).hasSize(1);
  }

  @Test
  void isDrawnAnewForAnotherFaceButNotWithinTheSecond() {
    Frame first = drawn(ONE, "one");

    assertThat(picture(OTHER).result()).isSameAs(first);
    now += TimeUnit.SECONDS.toNanos(1);
    Frame second = drawn(OTHER, "other");

    assertThat(second.jpeg()).isEqualTo(Buffer.buffer("other"));
    assertThat(second.isNewerThan(first)).isTrue();
    assertThat(drawings).hasSize(2);
  }

  @Test
  void isTriedAgainAfterASecondWhenItCanNotBeDrawn() {
    Future<Frame> failed = picture(ONE);
    drawings.get(0).fail("no memory");
    assertThat(failed.failed()).isTrue();
    assertThat(picture(ONE)).isSameAs(failed);

    now += TimeUnit.SECONDS.toNanos(1);

    assertThat(drawn(ONE, "one").jpeg()).isEqualTo(Buffer.buffer("one"));
  }

  @Test
  void isOlderThanAnyPictureOfTheCamera() {
    assertThat(TestFrames.arrival(0).frame().isNewerThan(drawn(ONE, "one"))).isTrue();
  }

  private Frame drawn(CardFace face, String jpeg) {
    Future<Frame> picture = picture(face);
    drawings.get(drawings.size() - 1).complete(Buffer.buffer(jpeg));
    return picture.result();
  }

  private Future<Frame> picture(CardFace face) {
    return card.picture(
        face,
        wanted -> {
          Promise<Buffer> drawing = Promise.promise();
          drawings.add(drawing);
          return drawing.future();
        });
  }
}
