package dev.sightline.ts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ffmpeg writes, mixed, is what ffprobe reads. */
class MixedUploadsTest {

  private static final int CHUNK = 10_000;

  @TempDir private Path directory;

  private final MixedStream out = new MixedStream();
  private long now = 1_000_000;
  private final TsMixer mixer = new TsMixer(() -> now, true, out);

  @Test
  void twoUploadsWithFfmpegsPidsAreOneStream() throws IOException {
    Buffer video = made("testsrc2=size=160x120:rate=25", "-c:v", "mpeg1video", "-bf", "0");
    Buffer audio = made("sine=sample_rate=44100", "-c:a", "mp2");

    mixInTurn(video, audio);

    assertThat(out.gaps()).isZero();
    List<String> probed = probe();
    assertThat(probed).contains("codec_name=mpeg1video", "codec_name=mp2", "id=0x100", "id=0x110");
    assertThat(probed).anyMatch(line -> line.startsWith("nb_read_packets="));
    assertThat(warnings(probed)).isEmpty();
  }

  @Test
  void bothCanBeginAgain() throws IOException {
    Buffer video = made("testsrc2=size=160x120:rate=25", "-c:v", "mpeg1video", "-bf", "2");
    Buffer audio = made("sine=sample_rate=44100", "-c:a", "aac");

    mixInTurn(video, audio);
    now += 4 * 90_000;
    mixInTurn(video.copy().appendBuffer(video), audio);

    assertThat(out.gaps()).isZero();
    assertThat(warnings(probe())).isEmpty();
  }

  @Test
  void oneUploadWithBothStaysAsItIs() throws IOException {
    Path file = directory.resolve("both.ts");
    ffmpeg(
        List.of("-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=3"),
        List.of("-f", "lavfi", "-i", "sine=duration=3"),
        List.of("-c:v", "mpeg2video", "-g", "12", "-c:a", "ac3", "-f", "mpegts", file.toString()));
    TsInput input = mixer.join(64 << 10, () -> {});
    input.handle(Buffer.buffer(Files.readAllBytes(file)));
    input.end();

    assertThat(out.starts()).hasSizeBetween(6, 8);
    List<String> probed = probe();
    assertThat(probed).contains("codec_name=mpeg2video", "codec_name=ac3", "nb_read_packets=75");
    assertThat(warnings(probed)).isEmpty();
  }

  private void mixInTurn(Buffer video, Buffer audio) {
    TsInput videos = mixer.join(64 << 10, () -> {});
    TsInput audios = mixer.join(64 << 10, () -> {});
    int at = 0;
    while (at < Math.max(video.length(), audio.length())) {
      feed(videos, video, at);
      feed(audios, audio, at);
      at += CHUNK;
    }
    for (TsInput input : List.of(videos, audios)) {
      input.end();
      input.close();
      assertThat(input.skipped()).isZero();
    }
  }

  private static void feed(TsInput input, Buffer bytes, int at) {
    if (at < bytes.length()) {
      input.handle(bytes.slice(at, Math.min(bytes.length(), at + CHUNK)));
    }
  }

  private Buffer made(String source, String... codec) throws IOException {
    Path file = directory.resolve(codec[1] + ".ts");
    ffmpeg(
        List.of("-f", "lavfi", "-i", source, "-t", "3"),
        List.of(codec),
        List.of("-f", "mpegts", file.toString()));
    return Buffer.buffer(Files.readAllBytes(file));
  }

  @SafeVarargs
  private void ffmpeg(List<String>... arguments) {
    List<String> command =
        new ArrayList<>(List.of(Requires.program("ffmpeg").toString(), "-v", "error", "-y"));
    List.of(arguments).forEach(command::addAll);
    assertThat(run(command)).isEmpty();
  }

  private List<String> probe() throws IOException {
    Path file = Files.write(directory.resolve("mixed.ts"), out.bytes().getBytes());
    String ffprobe = Requires.program("ffprobe").toString();
    return run(
        List.of(ffprobe, "-v", "warning", "-count_packets", "-show_streams", file.toString()));
  }

  private static List<String> warnings(List<String> probed) {
    return probed.stream().filter(line -> line.startsWith("[") && line.contains("@")).toList();
  }

  private List<String> run(List<String> command) {
    try (RunningProgram program = RunningProgram.start(command, Map.of(), directory)) {
      program.awaitExit();
      return program.lines();
    }
  }
}
