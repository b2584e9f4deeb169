package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Answer;
import dev.sightline.bus.Ask;
import dev.sightline.frame.StreamId;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An edge behind a thin line, which always wants more of two cameras than it gets. */
class WeightsTest {

  private final Vertx vertx = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults().manual());
  private final FakeCamera other = FakeCamera.start(vertx, CameraOptions.defaults().manual());
  private final ChangingIngest ingest = ChangingIngest.start(vertx);
  private final List<Answer> answers = new CopyOnWriteArrayList<>();
  private List<TappedStream> viewers;
  private Answer acknowledged;
  private int seen;

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void divideTheLineAndMayChangeWhileItRuns() {
    ingest
        .with("front", camera, SourcePolicy.DEFAULT)
        .with("yard", other, SourcePolicy.DEFAULT)
        .weigh("front", 3)
        .change();
    viewers = List.of(ingest.watch("front"), ingest.watch("yard"));
    camera.awaitStreamingClients(1);
    other.awaitStreamingClients(1);
    List.of("front", "front", "yard", "yard").forEach(this::ask);

    assertThat(framesOfFrontIn(40)).isGreaterThan(25);
    ingest.weigh("front", 1).weigh("yard", 3).change();
    assertThat(framesOfFrontIn(40)).isLessThan(15);
    assertThat(camera.connectionsEver()).isEqualTo(1);
    assertThat(other.connectionsEver()).isEqualTo(1);
  }

  /** Of so many frames that are sent as soon as there is room for one, while both streams wait. */
  private int framesOfFrontIn(int frames) {
    int ofFront = 0;
    for (int sent = 0; sent < frames; sent++) {
      fillTheLine();
      List<String> next = List.of();
      while (next.isEmpty()) {
        acknowledged = answers.get(answers.indexOf(acknowledged) + 1);
        next = arrivals();
      }
      ofFront += next.get(0).equals("front") ? 1 : 0;
    }
    return ofFront;
  }

  /** Until both streams have a frame for which there is no room. */
  private void fillTheLine() {
    do {
      viewers.get(0).await(camera.sendFrame());
      viewers.get(1).await(other.sendFrame());
    } while (!arrivals().isEmpty());
  }

  /** Whose frames the ingest has sent since the last look; each stream asks for another one. */
  private List<String> arrivals() {
    long sent = Await.result(ingest.ask(newAsk(Ask.Kind.PROBE, null))).position();
    Await.until("all that was sent has come", () -> position() == sent);
    List<String> streams =
        answers.stream().skip(seen).map(answer -> answer.frame().stream().name()).toList();
    seen += streams.size();
    streams.forEach(this::ask);
    return streams;
  }

  private long position() {
    return answers.isEmpty() ? 0 : answers.get(answers.size() - 1).position();
  }

  private void ask(String stream) {
    ingest.ask(newAsk(Ask.Kind.FRAME, new StreamId(stream))).onSuccess(answers::add);
  }

  private Ask newAsk(Ask.Kind kind, StreamId stream) {
    return new Ask("thin", kind, stream, acknowledged == null ? 0 : acknowledged.position(), 1);
  }
}
