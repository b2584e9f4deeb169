package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Frame;
import dev.sightline.jpeg.HuffmanTables;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.multipart.Part;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.FakeProxy;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.testkit.cameras.RecordedCamera;
import dev.sightline.testkit.cameras.RecordedCameras;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of camera answers over a socket becomes its pictures, whole. */
class RecordedCamerasTest {

  /** The answer comes in pieces of so many bytes. */
  private static final int PIECE = 700;

  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  static Stream<RecordedCamera> cameras() {
    return RecordedCameras.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cameras")
  void givesEveryPictureThatTheCameraSends(RecordedCamera camera) {
    int port = serve(camera, new NetServerOptions());

    expectPictures(camera, "http://127.0.0.1:" + port, LinkPolicy.DEFAULT);
  }

  /** An announced length of the whole answer is passed over in all of these. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesThemOverTlsAndThroughAProxy(boolean throughProxy) {
    RecordedCamera camera = named("webcamxp-multipart");
    TestCertificate certificate = TestCertificate.selfSigned(directory, "dns:elsewhere");
    NetServerOptions options =
        new NetServerOptions().setSsl(true).setKeyCertOptions(certificate.keys());
    int port = serve(camera, options);
    TlsTrust pinned =
        new TlsTrust(
            Optional.empty(),
            List.of(certificate.fingerprint().replace(":", "").toLowerCase(Locale.ROOT)));
    Optional<SourceUrl> proxy =
        Optional.of(FakeProxy.start(vertx).url()).filter(url -> throughProxy).map(SourceUrl::parse);

    expectPictures(
        camera, "https://127.0.0.1:" + port, new LinkPolicy(pinned, proxy, FfmpegPolicy.DEFAULT));
  }

  private static RecordedCamera named(String name) {
    return cameras().filter(camera -> camera.name().equals(name)).findFirst().orElseThrow();
  }

  private void expectPictures(RecordedCamera camera, String url, LinkPolicy link) {
    List<Buffer> pictures = camera.pictures().stream().map(HuffmanTables::completed).toList();
    Pictures seen = new Pictures();
    SourcePolicy policy = Policies.patient().link(link).policy();
    CameraConfig config = new CameraConfig(PulledCamera.STREAM, SourceUrl.parse(url), policy);
    CameraSession session = new CameraSession(vertx, config);

    vertx.runOnContext(v -> new CameraConnection(vertx, config, session, seen).open());

    Await.until("all pictures came", () -> seen.jpegs.size() >= pictures.size());
    assertThat(seen.jpegs).isEqualTo(pictures);
  }

  /** The frames that are made of one connection's parts. */
  private static final class Pictures implements SourceConnection.Listener {

    private final List<Buffer> jpegs = new CopyOnWriteArrayList<>();
    private final FrameAssembler assembler =
        new FrameAssembler(
            PulledCamera.STREAM,
            PulledCamera.EPOCH,
            Clock.systemUTC(),
            new RelayMetrics(new SimpleMeterRegistry()));

    @Override
    public boolean part(Part part) {
      Optional<Frame> frame = assembler.assemble(part);
      frame.ifPresent(whole -> jpegs.add(whole.jpeg()));
      return frame.isPresent();
    }

    @Override
    public void finished() {}

    @Override
    public void over() {}

    @Override
    public void ended(EndReason reason) {}
  }

  private int serve(RecordedCamera camera, NetServerOptions options) {
    return Await.result(
            vertx
                .createNetServer(options)
                .connectHandler(
                    client -> client.handler(request -> answer(client, camera.response())))
                .listen(0, "127.0.0.1"))
        .actualPort();
  }

  /** A camera goes on for ever, so the connection stays. */
  private static void answer(NetSocket client, Buffer response) {
    for (int at = 0; at < response.length(); at += PIECE) {
      client.write(response.slice(at, Math.min(response.length(), at + PIECE)));
    }
  }
}
