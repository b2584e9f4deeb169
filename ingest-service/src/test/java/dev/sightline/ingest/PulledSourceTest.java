package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Answer;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamState;
import dev.sightline.multipart.PartLimits;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.CameraQuirk;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.Stamp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a camera is connected and left alone, and what edges get of it. */
class PulledSourceTest {

  /** Far beyond what any test takes. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final RetryPolicy SOON =
      new RetryPolicy(
          Duration.ofMillis(20),
          Duration.ofSeconds(3),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ZERO);

  private final Vertx vertx = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults().manual());

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void leavesTheCameraAloneUntilTheFirstAsk() {
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(LONG));
    assertThat(source.status().state()).isEqualTo(StreamState.IDLE);
    assertThat(camera.connectionsEver()).isZero();

    Future<Answer> answer = source.ask("edge");
    camera.awaitStreamingClients(1);
    int sent = camera.sendFrame();

    Frame frame = Await.result(answer).frame();
    assertThat(Stamp.read(frame.jpeg()).orElseThrow().sequence()).isEqualTo(sent);
    assertThat(Stamp.verify(frame.jpeg())).isTrue();
    assertThat(states(source)).containsExactly(StreamState.CONNECTING, StreamState.LIVE);
  }

  @Test
  void publishesAPictureWithItsLastByte() {
    Buffer jpeg = SampleJpegs.frame(0, 200_000, Instant.EPOCH);
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n"
            + "--b\r\nContent-Length: 200000\r\n\r\n";
    int port = serve(Buffer.buffer(head).appendBuffer(jpeg));
    PulledCamera source =
        PulledCamera.start(vertx, "http://127.0.0.1:" + port + "/", lingering(LONG));

    assertThat(source.pull("edge").jpeg()).isEqualTo(jpeg);
  }

  @Test
  void tellsOfItsNewestPicture() {
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(LONG));
    StreamStatus before = source.status();
    assertThat(List.of(before.width(), before.height())).containsOnly(0);
    assertThat(before.newestAt()).isZero();

    Future<Answer> answer = source.ask("edge");
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    Frame newest = Await.result(answer).frame();

    StreamStatus after = source.status();
    assertThat(after.width()).isEqualTo(64);
    assertThat(after.height()).isEqualTo(48);
    assertThat(after.newestAt()).isEqualTo(newest.capturedAt());
    assertThat(source.changes().get(1)).as("told with the first picture").isEqualTo(after);
  }

  @Test
  void isAtRestUntilSomebodyWatches() {
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(LONG));
    assertThat(source.isAtRest()).isTrue();

    source.ask("edge");
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    source.awaitState(StreamState.LIVE);

    source.letPass(LONG);
    assertThat(source.isAtRest()).isFalse();
  }

  @Test
  void isAtRestThoughAlwaysConnectedWhenNobodyHasWatchedForAWhile() {
    PulledCamera source =
        PulledCamera.start(vertx, camera.url(), policy(false, LONG, LONG, LONG, 1 << 20));
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    source.awaitState(StreamState.LIVE);
    assertThat(source.isAtRest()).isFalse();

    source.letPass(Duration.ofSeconds(10));
    assertThat(source.isAtRest()).isTrue();

    source.ask("edge");
    assertThat(source.isAtRest()).isFalse();
  }

  @Test
  void hasOneConnectionWhateverTheAsks() {
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(LONG));

    List<Future<Answer>> answers =
        List.of(source.ask("one"), source.ask("one"), source.ask("other"), source.ask("third"));
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    camera.sendFrame();

    answers.forEach(Await::result);
    assertThat(source.status().connects()).isEqualTo(1);
    assertThat(camera.connectionsEver()).isEqualTo(1);
  }

  @Test
  void hangsUpWhenNobodyHasAskedForTheLingerTime() {
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(Duration.ofMillis(50)));
    Future<Answer> answer = source.ask("edge");
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    Await.result(answer);

    Await.until("the camera is left alone", () -> camera.connections() == 0);
    source.awaitState(StreamState.IDLE);
    assertThat(camera.connectionsEver()).isEqualTo(1);
  }

  @Test
  void connectsAgainWhenSomebodyAsksAfterTheLinger() {
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(Duration.ZERO));
    Future<Answer> first = source.ask("edge");
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    Await.result(first);
    source.awaitState(StreamState.IDLE);
    Await.until("the camera has seen the end", () -> camera.connections() == 0);

    Future<Answer> second = source.ask("edge");
    camera.awaitStreamingClients(1);
    camera.sendFrame();

    assertThat(Await.result(second).frame().sequence()).isEqualTo(1);
    assertThat(camera.mostConnections()).isEqualTo(1);
  }

  @Test
  void staysConnectedWhileAnAskIsHeld() {
    PulledCamera watched =
        PulledCamera.start(vertx, camera.url(), lingering(Duration.ofMillis(20)));
    watched.ask("edge");
    camera.awaitStreamingClients(1);

    awaitTheLingerOfAnother(Duration.ofMillis(200));

    assertThat(states(watched)).containsExactly(StreamState.CONNECTING);
  }

  @Test
  void neverHangsUpOnACameraThatIsNotOnDemand() {
    SourcePolicy always = policy(false, Duration.ofMillis(20), LONG, LONG, 1 << 20);
    PulledCamera source = PulledCamera.start(vertx, camera.url(), always);
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    source.awaitState(StreamState.LIVE);

    awaitTheLingerOfAnother(Duration.ofMillis(200));

    assertThat(states(source)).containsExactly(StreamState.CONNECTING, StreamState.LIVE);
    assertThat(source.pull("edge").sequence()).isZero();
  }

  @Test
  void isLiveAgainWithTheNextSequenceWhenTheCameraReturns() {
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(LONG));
    source.ask("edge");
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    source.awaitState(StreamState.LIVE);

    camera.cutMidFrame();
    Future<Answer> answer = source.ask("edge");
    Await.until("the camera is connected again", () -> camera.connectionsEver() == 2);
    camera.awaitStreamingClients(1);
    camera.sendFrame();

    Frame frame = Await.result(answer).frame();
    assertThat(frame.sequence()).isEqualTo(1);
    assertThat(frame.epoch()).isEqualTo(PulledCamera.EPOCH);
    assertThat(states(source))
        .containsExactly(
            StreamState.CONNECTING,
            StreamState.LIVE,
            StreamState.RETRYING,
            StreamState.CONNECTING,
            StreamState.LIVE);
    assertThat(source.status().reason()).isNull();
    assertThat(camera.mostConnections()).isEqualTo(1);
  }

  @Test
  void forgetsTheNewestFrameWhenTheCameraIsLost() {
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(LONG));
    source.ask("edge");
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    source.awaitState(StreamState.LIVE);
    assertThat(source.pull("second").sequence()).isZero();

    camera.stopListening();
    Await.until("the loss is noticed", () -> states(source).contains(StreamState.RETRYING));
    Future<Answer> late = source.ask("late");

    assertThat(late.isComplete()).isFalse();
    camera.listenAgain();
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    assertThat(Await.result(late).frame().sequence()).isEqualTo(1);
  }

  @Test
  void triesOnWhileTheCameraIsAway() {
    camera.stopListening();
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(LONG));

    Future<Answer> answer = source.ask("edge");
    Await.until("it has tried some times", () -> source.status().connects() > 3);
    camera.listenAgain();
    camera.awaitStreamingClients(1);
    camera.sendFrame();

    assertThat(Await.result(answer).frame().sequence()).isZero();
  }

  @Test
  void givesUpTryingWhenNobodyAsksAnyMore() {
    camera.stopListening();
    SourcePolicy policy = lingering(Duration.ofMillis(20));
    PulledCamera source = PulledCamera.start(vertx, camera.url(), policy);
    source.ask("edge");
    Await.until("it tries on", () -> source.status().connects() > 1);

    source.leave("edge");

    source.awaitState(StreamState.IDLE);
    assertThat(source.status().reason()).isNull();
  }

  @Test
  void hangsUpForGoodWhenItStops() {
    PulledCamera source = PulledCamera.start(vertx, camera.url(), lingering(LONG));
    source.ask("edge");
    camera.awaitStreamingClients(1);

    source.stopSource();
    Await.until("the camera is left alone", () -> camera.connections() == 0);
    source.ask("late");

    assertThat(source.status().state()).isEqualTo(StreamState.IDLE);
    assertThat(source.status().connects()).isEqualTo(1);
  }

  @Test
  void saysOfAnAttemptThatIsCutShortWhetherAnybodyStillWatched() {
    PulledCamera stopped = PulledCamera.start(vertx, camera.url(), lingering(LONG));
    stopped.ask("edge");
    camera.awaitStreamingClients(1);
    stopped.stopSource();
    assertThat(stopped.results()).containsExactly("stopped");

    PulledCamera deserted = PulledCamera.start(vertx, camera.url(), lingering(Duration.ZERO));
    deserted.ask("edge");
    camera.awaitStreamingClients(1);
    deserted.leave("edge");
    Await.until("it is left", () -> deserted.results().equals(List.of("left")));
  }

  @Test
  void passesOverPartsThatAreNoPicture() {
    CameraOptions options =
        CameraOptions.defaults()
            .manual()
            .withQuirks(CameraQuirk.EMPTY_PARTS, CameraQuirk.TEXT_PARTS_BETWEEN);
    FakeCamera chatty = FakeCamera.start(vertx, options);
    PulledCamera source = PulledCamera.start(vertx, chatty.url(), lingering(LONG));
    source.ask("edge");
    chatty.awaitStreamingClients(1);

    chatty.sendFrame();
    source.awaitState(StreamState.LIVE);
    Future<Answer> second = source.ask("edge");
    chatty.sendFrame();

    assertThat(Await.result(second).frame().sequence()).isEqualTo(1);
    assertThat(source.status().frames()).isEqualTo(2);
    assertThat(source.status().bytes()).isEqualTo(2L * options.frameSize());
  }

  @Test
  void asksTheCameraForTheVeryPathAndQueryOfItsUrl() {
    PulledCamera source =
        PulledCamera.start(vertx, camera.url() + "cgi-bin/video?res=%7B1,2|3&u=a", lingering(LONG));

    source.ask("edge");
    camera.awaitStreamingClients(1);

    assertThat(camera.requests()).hasSize(1);
    assertThat(camera.requests().get(0).line())
        .isEqualTo("GET /cgi-bin/video?res=%7B1,2|3&u=a HTTP/1.1");
    assertThat(camera.requests().get(0).headers().contains("Authorization")).isFalse();
    assertThat(source.status().source()).isEqualTo(camera.url() + "cgi-bin/video?…");
  }

  /** A server that answers with these bytes and keeps the connection open. */
  private int serve(Buffer answer) {
    return Await.result(
            vertx
                .createNetServer()
                .connectHandler(client -> client.handler(request -> client.write(answer)))
                .listen(0, "127.0.0.1"))
        .actualPort();
  }

  /** Time passes on its own event loop as it does on the one under test, only for longer. */
  private void awaitTheLingerOfAnother(Duration linger) {
    FakeCamera second = FakeCamera.start(vertx, CameraOptions.defaults());
    PulledCamera other = PulledCamera.start(vertx, second.url(), lingering(linger));
    Await.result(other.ask("edge"));
    other.awaitState(StreamState.IDLE);
  }

  private static List<StreamState> states(PulledCamera source) {
    return source.changes().stream().map(StreamStatus::state).toList();
  }

  private static SourcePolicy lingering(Duration linger) {
    return policy(true, linger, LONG, LONG, 1 << 20);
  }

  private static SourcePolicy policy(
      boolean onDemand, Duration linger, Duration connect, Duration stall, int maxFrameBytes) {
    return new SourcePolicy(
        onDemand,
        linger,
        connect,
        stall,
        new PartLimits(8 << 10, maxFrameBytes, 64 << 10),
        SOON,
        SourcePolicy.DEFAULT.pollEvery(),
        RequestPolicy.DEFAULT,
        LinkPolicy.DEFAULT);
  }
}
