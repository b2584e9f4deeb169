package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.ingest.Ffmpeg.Meaning;
import dev.sightline.program.Masking;
import dev.sightline.program.ProgramEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ffmpeg for an RTSP camera: JPEGs as the camera sends them, or else made of its video. */
final class RtspRecipe implements Recipe {

  private static final Logger LOG = LoggerFactory.getLogger(RtspRecipe.class);

  /** {@code Stream #0:0: Video: h264 (Main), yuv420p, 1280x720}. */
  private static final Pattern VIDEO = Pattern.compile("\\s*Stream #0:\\d+.*?: Video: (\\w+).*");

  /** By the header of the stream alone; else ffmpeg watches for up to 5 s before it shows it. */
  private static final List<String> AT_ONCE = List.of("-analyzeduration", "0", "-probesize", "32");

  /** Wherever the camera sends us, it is to be with these. */
  private static final String PROTOCOLS = "rtsp,rtsps,rtp,srtp,udp,tcp,tls";

  /** A list of one input, read from standard input. */
  private static final List<String> BY_LIST =
      List.of("-protocol_whitelist", "pipe," + PROTOCOLS, "-safe", "0", "-f", "concat");

  private static final List<Meaning> MEANINGS =
      List.of(
          new Meaning("401 Unauthorized", Kind.DENIED, "it refuses the credentials (401)"),
          new Meaning("403 Forbidden", Kind.DENIED, "it answers 403 Forbidden"),
          new Meaning("404 Not Found", Kind.REFUSED, "it has no stream at this path (404)"),
          new Meaning("Connection refused", Kind.UNREACHABLE, "it refuses the connection"),
          new Meaning("timed out", Kind.UNREACHABLE, Unreachable.NO_ANSWER),
          new Meaning("No route to host", Kind.UNREACHABLE, "no way leads to it"),
          new Meaning("Network is unreachable", Kind.UNREACHABLE, "no way leads to it"),
          new Meaning("Failed to resolve hostname", Kind.UNREACHABLE, "its host name is not known"),
          new Meaning(
              "Protocol not found", Kind.UNREACHABLE, "this ffmpeg doesn't know its protocol"));

  private final RtspUrl url;
  private final FfmpegPolicy policy;
  private final Ffmpeg ffmpeg;
  private final Masking masking;
  private Optional<String> codec = Optional.empty();

  /** Whether the command that was asked for last is one that begins at once. */
  private boolean isAtOnce;

  RtspRecipe(RtspUrl url, FfmpegPolicy policy) {
    this.url = url;
    this.policy = policy;
    this.ffmpeg = new Ffmpeg(policy);
    this.masking = new Masking(url.secrets());
  }

  @Override
  public String name() {
    return Ffmpeg.NAME;
  }

  @Override
  public Masking masking() {
    return masking;
  }

  @Override
  public Optional<List<String>> look() {
    return codec.isPresent() ? Optional.empty() : Optional.of(ffmpeg.looking(source(true)));
  }

  /** It always complains then, since it isn't told what to do with the stream. */
  @Override
  public Optional<EndReason> learn(ProgramEnd looked) {
    boolean wasHidden = isHidden();
    ffmpeg.learn(looked);
    if (wasHidden && !isHidden()) {
      LOG.warn(
          "{}: this ffmpeg is older than 5.0, so every user of this machine can see what is secret in its URL",
          url);
      return Optional.empty(); // To be looked at once more.
    }
    codec =
        looked.lastLines().stream()
            .map(VIDEO::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(1))
            .findFirst();
    return codec.isPresent() ? Optional.empty() : Optional.of(whyNot(looked));
  }

  private static EndReason whyNot(ProgramEnd looked) {
    boolean isOpen = looked.lastLines().stream().anyMatch(line -> line.startsWith("Input #0"));
    return isOpen ? new EndReason(Kind.REFUSED, "its stream has no video") : reason(looked, false);
  }

  static EndReason reason(ProgramEnd end, boolean hadPictures) {
    return Ffmpeg.ended(end, hadPictures, MEANINGS);
  }

  @Override
  public void forget() {
    codec = Optional.empty();
  }

  @Override
  public List<String> command() {
    boolean areJpegs = codec.orElseThrow().equals("mjpeg");
    return ffmpeg.streaming(source(!areJpegs), areJpegs);
  }

  /** A URL with secrets is no argument, which every user of the machine can see. */
  private boolean isHidden() {
    return ffmpeg.takesLists() && url.hasSecrets();
  }

  /**
   * @param atOnce false where the size must be known before the first picture, as for copying
   */
  private List<String> source(boolean atOnce) {
    isAtOnce = atOnce;
    List<String> source = new ArrayList<>();
    if (isHidden()) {
      source.addAll(BY_LIST);
    } else {
      source.addAll(List.of("-protocol_whitelist", PROTOCOLS));
      source.addAll(options());
    }
    if (atOnce) {
      source.addAll(AT_ONCE);
    }
    source.addAll(List.of("-i", isHidden() ? "pipe:0" : url.secretText()));
    return source;
  }

  private List<String> options() {
    return List.of(
        "-rtsp_transport", policy.rtspTransport().word(), "-allowed_media_types", "video");
  }

  /** The list, in which the options of an input stand below it. */
  @Override
  public String input() {
    if (!isHidden()) {
      return "";
    }
    StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
    list.append("file '%s'\n".formatted(url.secretText().replace("'", "'\\''")));
    List<String> all = new ArrayList<>(options());
    all.addAll(isAtOnce ? AT_ONCE : List.of());
    for (int i = 0; i < all.size(); i += 2) {
      list.append("option %s %s\n".formatted(all.get(i).substring(1), all.get(i + 1)));
    }
    return list.toString();
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
