package dev.sightline.ingest;

import dev.sightline.node.ConfigReader;
import java.util.Optional;

/**
 * The way to a camera.
 *
 * @param trust by what the certificate of an https camera is known
 * @param proxy an HTTP proxy on the way
 * @param ffmpeg how those are pulled that don't speak HTTP
 */
public record LinkPolicy(TlsTrust trust, Optional<SourceUrl> proxy, FfmpegPolicy ffmpeg) {

  public static final LinkPolicy DEFAULT =
      new LinkPolicy(TlsTrust.SYSTEM, Optional.empty(), FfmpegPolicy.DEFAULT);

  static LinkPolicy read(ConfigReader source, LinkPolicy defaults) {
    return new LinkPolicy(
        TlsTrust.read(source, defaults.trust),
        source.value("proxy", LinkPolicy::proxy).orElse(defaults.proxy),
        FfmpegPolicy.read(source, defaults.ffmpeg));
  }

  /** The way to what isn't a camera. */
  static LinkPolicy readWithoutFfmpeg(ConfigReader section) {
    return new LinkPolicy(
        TlsTrust.read(section, TlsTrust.SYSTEM),
        section.value("proxy", LinkPolicy::proxy).orElse(Optional.empty()),
        FfmpegPolicy.DEFAULT);
  }

  private static Optional<SourceUrl> proxy(String text) {
    if (text.equals("off")) {
      return Optional.empty();
    }
    SourceUrl proxy = SourceUrl.parse(text);
    if (proxy.tls() || !proxy.target().equals("/")) {
      throw new IllegalArgumentException("must be http://host:port, or off");
    }
    return Optional.of(proxy);
  }
}
