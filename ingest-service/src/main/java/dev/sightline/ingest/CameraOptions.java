package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.node.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The flags that name cameras. */
public final class CameraOptions {

  /** The name ends at the first equals sign, and none of it may belong to a URL. */
  private static final Pattern NAME_AND_URL = Pattern.compile("([^=:/?#]*)=(.*)", Pattern.DOTALL);

  private static final String FLAG = "--camera";

  @Option(
      names = FLAG,
      paramLabel = "NAME=URL",
      description =
          "A camera or another source, and the name of its stream; may be given several times.")
  private List<String> cameras = new ArrayList<>();

  /** Adds to {@code flags} the URL of every camera, and what is wrong with them. */
  public void addTo(Flags flags) {
    for (String camera : cameras) {
      try {
        add(camera, flags);
      } catch (IllegalArgumentException e) {
        flags.problem(FLAG + ": " + e.getMessage());
      }
    }
  }

  private static void add(String camera, Flags flags) {
    Matcher parts = NAME_AND_URL.matcher(camera);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "needs a name before the URL, such as front=http://192.0.2.10/video.mjpg");
    }
    StreamId id = new StreamId(parts.group(1));
    flags.put("cameras.%s.url".formatted(id), FLAG, parts.group(2));
  }
}
