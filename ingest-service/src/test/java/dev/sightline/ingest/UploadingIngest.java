package dev.sightline.ingest;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamStatus;
import dev.sightline.bus.StretchTap;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamState;
import dev.sightline.frame.Stretch;
import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.LogConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.node.Secret;
import dev.sightline.node.StartException;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.TsCheck;
import dev.sightline.testkit.TsTally;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An ingest that takes uploads, and an edge that watches one of its streams. */
final class UploadingIngest implements AutoCloseable {

  static final StreamId STREAM = new StreamId("front");
  static final UploadConfig OPEN =
      new UploadConfig(
          STREAM, Optional.empty(), Publisher.TAKE_OVER, 64 << 10, Duration.ofHours(1));

  private final RelayNode node;
  private final RelayBus bus;
  private final FrameReceiver receiver;
  private final IngestRole role;
  private final TsCheck check = new TsCheck();
  private StretchTap tap;

  private UploadingIngest(List<StreamConfig> streams) throws StartException {
    ManagementConfig off = new ManagementConfig("127.0.0.1", OptionalInt.empty());
    node =
        RelayNode.start(new NodeConfig(Role.STANDALONE, off, Optional.empty(), LogConfig.DEFAULT));
    bus = Await.result(RelayBus.start(node.vertx(), node.metrics()));
    IngestConfig config = new IngestConfig(streams, SourcePolicy.DEFAULT);
    role = Await.result(IngestRole.start(node, bus, config, new HttpConfig("127.0.0.1", 0)));
    receiver = new FrameReceiver(bus, node.metrics());
    Await.result(bus.deploy(receiver));
    Await.until("the streams are known", () -> bus.directory().entries().size() == streams.size());
  }

  static UploadingIngest of(UploadConfig... streams) throws StartException {
    return new UploadingIngest(List.of(streams));
  }

  static UploadConfig withSecret(String stream, String secret) {
    return new UploadConfig(
        new StreamId(stream),
        Optional.of(new Secret(secret)),
        OPEN.publisher(),
        OPEN.maxNoise(),
        OPEN.stallTimeout());
  }

  static UploadConfig stallingAfter(Duration stall) {
    return new UploadConfig(STREAM, OPEN.secret(), OPEN.publisher(), OPEN.maxNoise(), stall);
  }

  static UploadConfig refusingOthers() {
    return new UploadConfig(
        STREAM, OPEN.secret(), Publisher.REFUSE, OPEN.maxNoise(), OPEN.stallTimeout());
  }

  int port() {
    return role.port();
  }

  RelayBus bus() {
    return bus;
  }

  void change(UploadConfig... streams) {
    Await.result(role.change(new IngestConfig(List.of(streams), SourcePolicy.DEFAULT)));
  }

  /** Begins to watch a stream. */
  void watch(StreamId stream) {
    node.vertx().runOnContext(v -> tap = receiver.openOrdered(stream, new Viewer(), () -> 1));
  }

  /** What the viewer got. */
  TsTally seen() {
    return check.tally();
  }

  void awaitPackets(int count) {
    Await.until("the viewer has packets", () -> seen().packets() >= count);
  }

  StreamStatus status(StreamId stream) {
    return bus.directory().find(stream).orElseThrow().status();
  }

  void awaitState(StreamState state) {
    Await.until("the stream is " + state, () -> status(STREAM).state() == state);
  }

  double metric(String name, String... tags) {
    return node.registry().get(name).tags(tags).counter().count();
  }

  @Override
  public void close() {
    node.close();
  }

  private final class Viewer implements StretchTap.Listener {

    @Override
    public void stretch(Stretch stretch) {
      check.message(stretch.bytes());
    }

    @Override
    public void lost() {}

    @Override
    public void ended() {}
  }

  /** Hand-made bytes as a program would upload them. */
  static Buffer joined(Buffer... pieces) {
    Buffer all = Buffer.buffer();
    for (Buffer piece : pieces) {
      all.appendBuffer(piece);
    }
    return all;
  }
}
