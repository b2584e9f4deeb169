package dev.sightline.ingest;

import dev.sightline.node.ConfigReader;
import java.util.Locale;

/**
 * How ffmpeg is used for cameras that don't speak HTTP.
 *
 * @param program its file, or its name on the PATH
 * @param rtspTransport how pictures come from an RTSP camera
 * @param quality of the pictures that it makes, 1 to 100; those that a camera makes stay as they
 *     are
 */
public record FfmpegPolicy(String program, RtspTransport rtspTransport, int quality) {

  /** By what pictures come from an RTSP camera. */
  public enum RtspTransport {
    TCP,
    UDP;

    /** As ffmpeg calls it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final int BEST_QUALITY = 100;

  public static final FfmpegPolicy DEFAULT = new FfmpegPolicy("ffmpeg", RtspTransport.TCP, 80);

  static FfmpegPolicy read(ConfigReader source, FfmpegPolicy defaults) {
    if (source.isOverridden("ffmpeg")) {
      source.problem("ffmpeg", ProgramConfig.FILE_ONLY);
    }
    return new FfmpegPolicy(
        source.string("ffmpeg", defaults.program),
        source.choice("rtsp-transport", defaults.rtspTransport),
        source.integer("quality", defaults.quality, 1, BEST_QUALITY));
  }

  FfmpegPolicy withQuality(int other) {
    return new FfmpegPolicy(program, rtspTransport, other);
  }
}
