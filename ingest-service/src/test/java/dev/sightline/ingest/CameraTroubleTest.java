package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamState;
import dev.sightline.multipart.PartLimits;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.CameraQuirk;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users are told when a camera gives no pictures, and that it gives away no credentials. */
class CameraTroubleTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int LARGEST_FRAME = 10_000;
  private static final CameraOptions SMALL = CameraOptions.defaults().withFrameSize(5_000);
  private static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n";
  private static final String TEXT_PART =
      "--b\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi\r\n";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void saysThatTheConnectionIsRefused() {
    FakeCamera camera = camera(SMALL);
    camera.stopListening();

    assertThat(reasonOf(camera.port())).isEqualTo("it refuses the connection");
  }

  @Test
  void saysThatTheHostIsNotKnown() {
    DatagramSocket names = vertx.createDatagramSocket();
    names.handler(query -> answerThatThereIsNoSuchName(names, query));
    Await.result(names.listen(0, "127.0.0.1"));
    Vertx strangers = Vertx.vertx(resolvingAt(names.localAddress().port()));
    try {
      PulledCamera source =
          PulledCamera.start(strangers, "http://user:s3cret@camera.invalid/", patient());

      assertThat(source.reasonOfTheFirstEnd()).isEqualTo("its host name is not known");
    } finally {
      Await.result(strangers.close());
    }
  }

  @Test
  void saysThatTheCameraDoesNotAnswer() {
    FakeCamera camera = camera(SMALL);
    camera.stall();

    assertThat(reasonOf(camera.port(), policy(SHORT, LONG))).isEqualTo("it doesn't answer");
    assertThat(camera.mostConnections()).isEqualTo(1);
  }

  @Test
  void saysThatTheCameraHangsUpOnTheRequest() {
    int port = serve(client -> client.handler(request -> client.close()));

    assertThat(reasonOf(port)).isEqualTo("it hung up without an answer");
  }

  @Test
  void saysThatTheAnswerIsNoHttp() {
    int port = serve(answering("220 ready for mail\r\n\r\n"));

    assertThat(reasonOf(port)).isEqualTo("it answers with something else than HTTP");
  }

  @Test
  void saysThatTlsMeetsAServerWithoutIt() {
    int port = serve(client -> client.handler(hello -> client.write("HTTP/1.1 400 Bad\r\n\r\n")));
    PulledCamera source =
        PulledCamera.start(vertx, "https://user:s3cret@127.0.0.1:" + port + "/", patient());

    assertThat(source.reasonOfTheFirstEnd()).isEqualTo("it doesn't speak TLS at this port");
  }

  @Test
  void saysThatTheCameraWantsCredentials() {
    FakeCamera camera = camera(SMALL.withCredentials("other", "s3cret"));

    assertThat(reasonOf(camera.port())).isEqualTo("it refuses the credentials (401)");
    assertThat(camera.requests().get(0).headers().get("Authorization"))
        .isEqualTo("Basic dXNlcjpzM2NyZXQ=");
  }

  @Test
  void givesTheCameraTheCredentialsThatItWants() {
    CameraOptions options = SMALL.withCredentials("Aladdin", "open sesame");
    FakeCamera camera = camera(options);
    String url = "http://Aladdin:open%20sesame@127.0.0.1:" + camera.port() + "/";
    PulledCamera source = PulledCamera.start(vertx, url, patient());

    assertThat(source.pull("edge").sequence()).isZero();
    assertThat(camera.requests().get(0).headers().get("Authorization"))
        .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assertThat(source.changes().toString()).doesNotContain("Aladdin").doesNotContain("sesame");
  }

  @Test
  void saysThatTheCameraIsBusy() {
    FakeCamera camera = camera(SMALL.withStatus(503));

    assertThat(reasonOf(camera.port())).isEqualTo("it answers 503 Refused");
  }

  @Test
  void countsTheEndsOfConnectionsByReason() {
    FakeCamera camera = camera(SMALL.withStatus(503));
    PulledCamera source = PulledCamera.start(vertx, camera.url(), patient());

    source.reasonOfTheFirstEnd();

    assertThat(source.ended("busy")).isGreaterThanOrEqualTo(1);
    assertThat(source.ended("stalled")).isZero();
  }

  @Test
  void saysAStatusWithoutAPhrase() {
    int port = serve(answering("HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n"));

    assertThat(reasonOf(port)).isEqualTo("it answers 404");
  }

  @Test
  void saysThatTheAnswerHoldsNoPictures() {
    FakeCamera camera = camera(SMALL.withContentType("text/html; charset=utf-8"));

    assertThat(reasonOf(camera.port()))
        .isEqualTo("it answers with 'text/html; charset=utf-8' and not with pictures");
  }

  @Test
  void looksIntoAnAnswerThatDoesNotSayWhatItIs() {
    Buffer jpeg = SampleJpegs.frame(7, 5_000, Instant.EPOCH);
    String head = "HTTP/1.1 200 OK\r\n\r\n--any\r\nContent-Length: 5000\r\n\r\n";
    int port =
        serve(
            client ->
                client.handler(request -> client.write(Buffer.buffer(head).appendBuffer(jpeg))));

    assertThat(pull(port).pull("edge").jpeg()).isEqualTo(jpeg);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5_100, 9_999})
  void goesOnWhenTheAnswerIsLongerThanItSays(int length) {
    FakeCamera camera = camera(SMALL.withQuirks(CameraQuirk.ABSURD_RESPONSE_LENGTH));
    Buffer jpeg = SampleJpegs.frame(7, 5_000, Instant.EPOCH);
    int port =
        serve(
            client ->
                client.handler(
                    request -> {
                      client.write(
                          "HTTP/1.1 200 OK\r\nContent-Length: "
                              + length
                              + "\r\n"
                              + "Content-Type: multipart/x-mixed-replace; boundary=b\r\n\r\n");
                      for (int i = 0; i < 3; i++) {
                        client.write(
                            Buffer.buffer("--b\r\nContent-Length: 5000\r\n\r\n")
                                .appendBuffer(jpeg)
                                .appendString("\r\n"));
                      }
                    }));
    PulledCamera source = pull(port);
    source.ask("edge");

    Await.until("all pictures have come", () -> source.status().frames() == 3);
    assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
    assertThat(pull(camera.port()).pull("edge").size()).isEqualTo(5_000);
  }

  @Test
  void repeatsNoMoreThanALineOfWhatTheCameraSays() {
    FakeCamera camera = camera(SMALL.withContentType("text/" + "a".repeat(5_000)));

    assertThat(reasonOf(camera.port()))
        .isEqualTo("it answers with 'text/%s…' and not with pictures", "a".repeat(75));
  }

  @Test
  void endsAConnectionWithATooLargePicture() {
    FakeCamera camera = camera(SMALL.withFrameSize(LARGEST_FRAME + 1));

    assertThat(reasonOf(camera.port()))
        .matches(
            "the body of a part is longer than 10000 bytes \\(from byte \\d+ of the stream\\)");
    Await.until("it is tried again", () -> camera.connectionsEver() > 1);
    assertThat(camera.mostConnections()).isEqualTo(1);
  }

  @Test
  void takesAPictureOfTheLargestSize() {
    FakeCamera camera = camera(SMALL.withFrameSize(LARGEST_FRAME));
    PulledCamera source = PulledCamera.start(vertx, camera.url(), patient());

    assertThat(source.pull("edge").size()).isEqualTo(LARGEST_FRAME);
  }

  @Test
  void endsAConnectionThatStalls() {
    FakeCamera camera = camera(SMALL.manual());
    PulledCamera source = PulledCamera.start(vertx, camera.url(), policy(LONG, SHORT));
    source.ask("edge");
    camera.awaitStreamingClients(1);
    camera.sendFrame();
    Await.until(
        "pictures have come",
        () -> source.changes().stream().anyMatch(change -> change.state() == StreamState.LIVE));

    camera.stall();

    assertThat(source.reasonOfTheFirstEnd()).isEqualTo("no picture for 200ms");
    assertThat(camera.mostConnections()).isEqualTo(1);
  }

  @Test
  void endsAConnectionThatBringsBytesAndNoPicture() {
    int port =
        serve(
            client -> {
              client.write(STREAM_HEAD);
              long timer = vertx.setPeriodic(5, id -> client.write(TEXT_PART));
              client.closeHandler(closed -> vertx.cancelTimer(timer));
            });

    assertThat(reasonOf(port, policy(LONG, Duration.ofSeconds(1)))).isEqualTo("no picture for 1s");
  }

  @Test
  void saysThatTheCameraEndedTheStream() {
    FakeCamera camera = camera(SMALL.manual());
    PulledCamera source = PulledCamera.start(vertx, camera.url(), patient());
    source.ask("edge");
    camera.awaitStreamingClients(1);

    camera.cutMidFrame();

    assertThat(source.reasonOfTheFirstEnd()).isEqualTo("it ended the stream");
  }

  @Test
  void saysThatTheConnectionBrokeOff() {
    FakeCamera camera = camera(SMALL.manual());
    PulledCamera source = PulledCamera.start(vertx, camera.url(), patient());
    source.ask("edge");
    camera.awaitStreamingClients(1);

    camera.resetMidFrame();

    assertThat(source.reasonOfTheFirstEnd()).isEqualTo("the connection broke off");
  }

  private PulledCamera pull(int port) {
    return PulledCamera.start(vertx, "http://127.0.0.1:" + port + "/", patient());
  }

  private FakeCamera camera(CameraOptions options) {
    return FakeCamera.start(vertx, options);
  }

  private String reasonOf(int port) {
    return reasonOf(port, patient());
  }

  /** The reason, after a look that no announcement holds anything of the credentials. */
  private String reasonOf(int port, SourcePolicy policy) {
    String url = "http://user:s3cret@127.0.0.1:" + port + "/video?password=s3cret";
    PulledCamera source = PulledCamera.start(vertx, url, policy);
    String reason = source.reasonOfTheFirstEnd();
    assertThat(source.changes().toString())
        .contains("http://127.0.0.1:" + port + "/video?…")
        .doesNotContain("user")
        .doesNotContain("s3cret")
        .doesNotContain("dXNlcjpzZWNyZXQ=");
    return reason;
  }

  private int serve(Handler<NetSocket> onConnection) {
    return Await.result(vertx.createNetServer().connectHandler(onConnection).listen(0, "127.0.0.1"))
        .actualPort();
  }

  private static Handler<NetSocket> answering(String answer) {
    return client -> client.handler(request -> client.write(answer));
  }

  /** The query with the bits of a response, and NXDOMAIN, as RFC 1035 section 4.1.1 has them. */
  private static void answerThatThereIsNoSuchName(DatagramSocket names, DatagramPacket query) {
    Buffer answer = query.data().copy().setByte(2, (byte) 0x81).setByte(3, (byte) 0x83);
    names.send(answer, query.sender().port(), query.sender().host());
  }

  private static VertxOptions resolvingAt(int port) {
    return new VertxOptions()
        .setAddressResolverOptions(
            new AddressResolverOptions().addServer("127.0.0.1:" + port).setNdots(1));
  }

  private static SourcePolicy patient() {
    return policy(LONG, LONG);
  }

  private static SourcePolicy policy(Duration connect, Duration stall) {
    Duration soon = Duration.ofMillis(20);
    RetryPolicy retry = new RetryPolicy(soon, Duration.ofSeconds(3), soon, soon, Duration.ZERO);
    return new SourcePolicy(
        true,
        LONG,
        connect,
        stall,
        new PartLimits(8 << 10, LARGEST_FRAME, 64 << 10),
        retry,
        SourcePolicy.DEFAULT.pollEvery(),
        RequestPolicy.DEFAULT,
        LinkPolicy.DEFAULT);
  }
}
