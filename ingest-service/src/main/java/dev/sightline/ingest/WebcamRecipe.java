package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.ingest.Ffmpeg.Meaning;
import dev.sightline.program.Masking;
import dev.sightline.program.ProgramEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ffmpeg for a webcam: JPEGs as the camera makes them, or else made of what it gives. */
final class WebcamRecipe implements Recipe {

  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning("Device or resource busy", Kind.BUSY, "another program is using it"),
          new Meaning(
              "Permission denied",
              Kind.UNREACHABLE,
              "permission denied: add the user that Sightline runs as to the group video"),
          new Meaning("No such file or directory", Kind.UNREACHABLE, "it does not exist"),
          new Meaning("No such device", Kind.UNREACHABLE, "it is no longer connected"),
          new Meaning("timed out", Kind.UNREACHABLE, Unreachable.NO_ANSWER),
          new Meaning("Inappropriate ioctl", Kind.REFUSED, "it is no camera"),
          new Meaning("Not a video capture device", Kind.REFUSED, "it is no camera"),
          new Meaning(
              "Unknown input format: 'v4l2'", Kind.UNREACHABLE, "this ffmpeg can't read webcams"));

  private final WebcamUrl url;
  private final Ffmpeg ffmpeg;
  private Optional<WebcamModes> modes = Optional.empty();

  WebcamRecipe(WebcamUrl url, FfmpegPolicy policy) {
    this.url = url;
    this.ffmpeg = new Ffmpeg(policy.withQuality(url.quality().orElse(policy.quality())));
  }

  @Override
  public String name() {
    return Ffmpeg.NAME;
  }

  @Override
  public Masking masking() {
    return Masking.OF_URLS;
  }

  @Override
  public Optional<EndReason> obstacle() {
    return Files.exists(Path.of(url.device()))
        ? Optional.empty()
        : Optional.of(new EndReason(Kind.UNREACHABLE, url.device() + " does not exist"));
  }

  @Override
  public Optional<List<String>> look() {
    return modes.isPresent() ? Optional.empty() : Optional.of(listing());
  }

  private List<String> listing() {
    return ffmpeg.looking(List.of("-f", "v4l2", "-list_formats", "all", "-i", url.device()));
  }

  @Override
  public Optional<EndReason> learn(ProgramEnd looked) {
    ffmpeg.learn(looked);
    WebcamModes found = WebcamModes.of(looked.lastLines());
    if (found.modes().isEmpty()) {
      return Optional.of(reason(looked, false));
    }
    modes = Optional.of(found);
    return Optional.empty();
  }

  static EndReason reason(ProgramEnd end, boolean hadPictures) {
    return Ffmpeg.ended(end, hadPictures, MEANINGS);
  }

  /** What the camera can; empty before that was found out. */
  Optional<WebcamModes> modes() {
    return modes;
  }

  @Override
  public void forget() {
    modes = Optional.empty();
  }

  @Override
  public List<String> command() {
    boolean areJpegs = modes.orElseThrow().areJpegs(url.size());
    List<String> input = new ArrayList<>(List.of("-f", "v4l2"));
    if (areJpegs) {
      input.addAll(List.of("-input_format", "mjpeg"));
    }
    url.size().ifPresent(size -> input.addAll(List.of("-video_size", size.toString())));
    url.fps().ifPresent(fps -> input.addAll(List.of("-framerate", fps)));
    input.addAll(List.of("-i", url.device()));
    return ffmpeg.streaming(input, areJpegs);
  }

  @Override
  public EndReason notStarted(IOException why) {
    return ffmpeg.notStarted(why);
  }

  @Override
  public EndReason ended(ProgramEnd end, boolean hadPictures) {
    return reason(end, hadPictures);
  }
}
