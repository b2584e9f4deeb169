package dev.sightline.standalone;

import dev.sightline.frame.StreamId;
import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.ingest.StreamConfig;
import dev.sightline.ingest.UploadConfig;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.time.Duration;
import java.util.Optional;

/** Uploads of MPEG-TS by ffmpeg, with the PIDs that it gives every stream. */
final class TsUpload {

  private TsUpload() {}

  /** A stream that takes every upload. */
  static StreamConfig stream(String name) {
    return new UploadConfig(
        new StreamId(name),
        Optional.empty(),
        Publisher.TAKE_OVER,
        64 << 10,
        Duration.ofSeconds(10));
  }

  /** Moving pictures; skips the test where there is no ffmpeg. */
  static RunningProgram pictures(String url, String size) {
    String source = "testsrc2=size=%s:rate=25".formatted(size);
    return ffmpeg(url, source, "-c:v", "mpeg1video", "-b:v", "800k", "-bf", "0", "-g", "12");
  }

  static RunningProgram sound(String url) {
    return ffmpeg(url, "sine=frequency=440", "-c:a", "mp2", "-b:a", "64k");
  }

  private static RunningProgram ffmpeg(String url, String source, String... codec) {
    String ffmpeg = Requires.program("ffmpeg").toString();
    String[] before = {ffmpeg, "-v", "error", "-re", "-f", "lavfi", "-i", source};
    String[] after = {"-f", "mpegts", url};
    String[] command = new String[before.length + codec.length + after.length];
    System.arraycopy(before, 0, command, 0, before.length);
    System.arraycopy(codec, 0, command, before.length, codec.length);
    System.arraycopy(after, 0, command, before.length + codec.length, after.length);
    return RunningProgram.start(command);
  }
}
