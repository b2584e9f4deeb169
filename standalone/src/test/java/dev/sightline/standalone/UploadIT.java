package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StretchTap;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.Stretch;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.ingest.IngestRole;
import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.ingest.SourcePolicy;
import dev.sightline.ingest.UploadConfig;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.LogConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.node.Secret;
import dev.sightline.node.StartException;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TsCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ffmpeg uploads, and what an edge gets of it is looked at by ffprobe. */
class UploadIT {

  private static final StreamId STREAM = new StreamId("front");
  private static final String VIDEO =
      "-re -f lavfi -i testsrc2=size=320x240:rate=25 -c:v mpeg1video -bf 0 -g 12";
  private static final String AUDIO = "-re -f lavfi -i sine=sample_rate=44100 -c:a mp2";

  @TempDir private Path directory;

  private final TsCheck check = new TsCheck();
  private Path recording;
  private RelayNode node;
  private int port;
  private StretchTap tap;

  @BeforeEach
  void start() throws StartException, IOException {
    Requires.program("ffmpeg");
    Requires.program("ffprobe");
    recording = directory.resolve("recording.ts");
    ManagementConfig off = new ManagementConfig("127.0.0.1", OptionalInt.empty());
    node =
        RelayNode.start(new NodeConfig(Role.STANDALONE, off, Optional.empty(), LogConfig.DEFAULT));
    RelayBus bus = Await.result(RelayBus.start(node.vertx(), node.metrics()));
    UploadConfig upload =
        new UploadConfig(
            STREAM,
            Optional.of(new Secret("s3cret")),
            Publisher.TAKE_OVER,
            64 << 10,
            Duration.ofSeconds(10));
    IngestConfig config = new IngestConfig(List.of(upload), SourcePolicy.DEFAULT);
    port = Await.result(IngestRole.start(node, bus, config, new HttpConfig("127.0.0.1", 0))).port();
    FrameReceiver receiver = new FrameReceiver(bus, node.metrics());
    Await.result(bus.deploy(receiver));
    Await.until("the stream is known", () -> bus.directory().find(STREAM).isPresent());
    OutputStream file = Files.newOutputStream(recording);
    node.vertx().runOnContext(v -> tap = receiver.openOrdered(STREAM, new Recorder(file), () -> 1));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void pictureAndSoundOfTwoProgramsAreOneStream() {
    try (RunningProgram video = upload(VIDEO, "-t 6");
        RunningProgram audio = upload(AUDIO, "-t 6 -method PUT")) {
      assertThat(video.awaitExit()).as("%s", video.lines()).isZero();
      assertThat(audio.awaitExit()).as("%s", audio.lines()).isZero();
    }
    awaitAll(2);

    List<String> probed = probe();
    assertThat(probed).contains("codec_name=mpeg1video", "codec_name=mp2");
    assertThat(probed).noneMatch(UploadIT::isWarning);
    assertThat(check.tally().firstFault()).isEmpty();
    assertThat(check.tally().isGapless()).isTrue();
    assertThat(check.tally().audioPackets()).isPositive();
  }

  @Test
  void viewersGoOnWhenTheProgramComesBack() {
    try (RunningProgram first = upload(VIDEO, "-t 60")) {
      Await.until("it is seen", () -> check.tally().starts() >= 3);
      first.signal("KILL");
      first.awaitExit();
    }
    long before = check.tally().starts();
    try (RunningProgram second = upload(VIDEO, "-t 2")) {
      assertThat(second.awaitExit()).isZero();
    }
    awaitAll(2);

    assertThat(check.tally().starts()).isGreaterThanOrEqualTo(before + 3);
    assertThat(check.tally().firstFault()).isEmpty();
    assertThat(check.tally().isGapless()).isTrue();
  }

  @Test
  void aWrongSecretIsToldToTheProgram() {
    String url = "http://127.0.0.1:%d/upload/wrong".formatted(port);
    try (RunningProgram ffmpeg = run(VIDEO + " -t 60 -f mpegts " + url)) {
      assertThat(ffmpeg.awaitExit()).isNotZero();
    }
    assertThat(check.tally().packets()).isZero();
  }

  /** Until nothing is under way any more of uploads that have ended. */
  private void awaitAll(int uploads) {
    Await.until("all uploads have begun", () -> count("sightline.uploads") == uploads);
    Await.until(
        "all is seen",
        () ->
            count("sightline.upload.starts") == check.tally().starts()
                && count("sightline.bus.stretch.bytes.sent") == check.tally().bytes());
  }

  private double count(String name) {
    return node.registry().get(name).counter().count();
  }

  private RunningProgram upload(String source, String options) {
    String url = "http://127.0.0.1:%d/upload/s3cret".formatted(port);
    return run("%s %s -f mpegts %s".formatted(source, options, url));
  }

  private static RunningProgram run(String arguments) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error"));
    command.addAll(List.of(arguments.split(" ")));
    return RunningProgram.start(command.toArray(new String[0]));
  }

  private List<String> probe() {
    try (RunningProgram ffprobe =
        RunningProgram.start(
            "ffprobe", "-v", "warning", "-count_packets", "-show_streams", recording.toString())) {
      assertThat(ffprobe.awaitExit()).isZero();
      return ffprobe.lines();
    }
  }

  /** Such as {@code [mpegts @ 0x55] Packet corrupt}. */
  private static boolean isWarning(String line) {
    return line.startsWith("[") && line.contains(" @ ");
  }

  private final class Recorder implements StretchTap.Listener {

    private final OutputStream file;

    Recorder(OutputStream file) {
      this.file = file;
    }

    @Override
    public void stretch(Stretch stretch) {
      try {
        file.write(stretch.bytes().getBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      check.message(stretch.bytes());
    }

    @Override
    public void lost() {}

    @Override
    public void ended() {}
  }
}
