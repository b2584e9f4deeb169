package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.program.ProgramEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ffmpeg's command lines, and what it means by its words.
 *
 * <p>Every argument has its place, and none that comes from outside begins one with a hyphen or a
 * protocol of its own: there is no shell between, so it can become nothing else.
 */
final class Ffmpeg {

  static final String NAME = "ffmpeg";

  /** {@code -fps_mode} came with 5.1, and {@code -vsync} will go. */
  private static final Pattern VERSION = Pattern.compile("ffmpeg version n?(\\d+)\\.(\\d+).*");

  private static final int[] WITH_FPS_MODE = {5, 1};

  /** Before, a list of inputs could not have options for them. */
  private static final int LISTS_WITH_OPTIONS = 5;

  /** Of what it says, so many lines from the end may tell the reason. */
  private static final int LINES = 20;

  /** Words of its own, and what they tell of a source. */
  record Meaning(String words, EndReason reason) {

    Meaning(String words, Kind kind, String sentence) {
      this(words, new EndReason(kind, sentence));
    }

    boolean isIn(String line) {
      return line.contains(words);
    }
  }

  private final FfmpegPolicy policy;
  private boolean hasFpsMode = true;
  private boolean takesLists = true;

  Ffmpeg(FfmpegPolicy policy) {
    this.policy = policy;
  }

  /** Opens an input and tells what it is, on standard error. */
  List<String> looking(List<String> input) {
    List<String> command = new ArrayList<>(List.of(policy.program(), "-nostdin"));
    command.addAll(input);
    return command;
  }

  /** Learns by the way how this ffmpeg wants to be spoken to. */
  void learn(ProgramEnd looked) {
    looked.lastLines().stream()
        .map(VERSION::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .ifPresent(this::learn);
  }

  private void learn(Matcher version) {
    hasFpsMode = isAtLeast(version);
    takesLists = Integer.parseInt(version.group(1)) >= LISTS_WITH_OPTIONS;
  }

  /** Whether an input can be named by a list, with options of its own; so until known otherwise. */
  boolean takesLists() {
    return takesLists;
  }

  private static boolean isAtLeast(Matcher version) {
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    return major > WITH_FPS_MODE[0] || (major == WITH_FPS_MODE[0] && minor >= WITH_FPS_MODE[1]);
  }

  /** Gives the pictures of an input, each as soon as it is there and none twice. */
  List<String> streaming(List<String> input, boolean areJpegs) {
    List<String> command = new ArrayList<>();
    // Of warnings, there are some at each start that concern nobody.
    command.addAll(List.of(policy.program(), "-nostdin", "-hide_banner", "-loglevel", "error"));
    command.addAll(input);
    command.addAll(List.of("-map", "0:v:0"));
    command.addAll(areJpegs ? List.of("-c:v", "copy") : encoding());
    command.addAll(List.of("-flush_packets", "1", "-f", "mpjpeg", "pipe:1"));
    return command;
  }

  private List<String> encoding() {
    return List.of(
        "-c:v",
        "mjpeg",
        "-q:v",
        Integer.toString(scaleOf(policy.quality())),
        hasFpsMode ? "-fps_mode" : "-vsync",
        "passthrough");
  }

  /**
   * ffmpeg's scale for a quality as everybody else has it: of the tables that both multiply, the
   * one of 50 is about the one of 8 (libjpeg's rule for the factor).
   */
  static int scaleOf(int quality) {
    double percent = quality < 50 ? 5_000.0 / quality : 200.0 - 2 * quality;
    return (int) Math.max(2, Math.min(31, Math.round(8 * percent / 100)));
  }

  EndReason notStarted(IOException why) {
    String program = policy.program();
    boolean isName = program.indexOf('/') < 0;
    String missing =
        isName
            ? "it needs %s, which isn't on the PATH".formatted(program)
            : "it needs ffmpeg, and there is none at %s".formatted(program);
    return ProgramWords.notStarted(NAME, missing, why);
  }

  /**
   * What its end means; its own words are repeated where they mean nothing that is known.
   *
   * @param known of these the first that is found decides
   */
  static EndReason ended(ProgramEnd end, boolean hadPictures, List<Meaning> known) {
    return end.exitCode() == 0
        ? ProgramWords.ended(NAME, end, hadPictures)
        : meaning(end, known).orElseGet(() -> ProgramWords.ended(NAME, end, hadPictures));
  }

  private static Optional<EndReason> meaning(ProgramEnd end, List<Meaning> known) {
    List<String> lines = end.lastLines();
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    return known.stream()
        .filter(meaning -> last.stream().anyMatch(meaning::isIn))
        .map(Meaning::reason)
        .findFirst();
  }
}
