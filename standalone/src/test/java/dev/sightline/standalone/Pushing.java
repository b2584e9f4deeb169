package dev.sightline.standalone;

import dev.sightline.frame.StreamId;
import dev.sightline.ingest.PushConfig;
import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.multipart.PartLimits;
import dev.sightline.node.Secret;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Streams that are pushed, and the programs that push them. */
final class Pushing {

  static final String SECRET = "s3cret";

  private Pushing() {}

  /** A stream with the usual settings and {@link #SECRET}. */
  static PushConfig stream(String name, Publisher publisher) {
    return new PushConfig(
        new StreamId(name),
        Optional.of(new Secret(SECRET)),
        publisher,
        60,
        new PartLimits(8 << 10, 8 << 20, 64 << 10),
        Duration.ofSeconds(10));
  }

  /**
   * A moving test picture of 320 pixels' width, ten times a second.
   *
   * @param url where it goes
   * @param output options of ffmpeg for the way there
   */
  static RunningProgram ffmpeg(String url, String... output) {
    List<String> command = new ArrayList<>(List.of(Requires.program("ffmpeg").toString()));
    command.addAll(List.of("-loglevel", "error", "-re", "-f", "lavfi"));
    command.addAll(List.of("-i", "testsrc2=size=320x240:rate=10"));
    command.addAll(List.of(output));
    command.add(url);
    return RunningProgram.start(command, Map.of(), Path.of("").toAbsolutePath());
  }

  /** What curl prints at its end, without its progress. */
  static String curl(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Requires.program("curl").toString(), "-sS"));
    command.addAll(List.of(arguments));
    try (RunningProgram curl =
        RunningProgram.start(command, Map.of(), Path.of("").toAbsolutePath())) {
      curl.awaitExit();
      return String.join("\n", curl.lines());
    }
  }
}
