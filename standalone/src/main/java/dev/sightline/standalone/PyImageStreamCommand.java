package dev.sightline.standalone;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigException;
import dev.sightline.node.Flags;
import dev.sightline.node.LogOptions;
import dev.sightline.node.Program;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes the place of PyImageStream: its command line, its port, its URLs, and its one webcam. */
@Command(
    name = "pyimagestream",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description =
        "Takes the place of PyImageStream: one webcam, which is off while nobody watches, with"
            + " PyImageStream's flags, port and URLs.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline pyimagestream",
      "  sightline pyimagestream --camera 1 --width 1280 --height 720 --port 8080",
      "  sightline pyimagestream --camera rtsp://user:password@192.0.2.10/live",
      "",
      "Other settings come from variables, such as SIGHTLINE_MANAGEMENT_PORT=9081",
      "for health and metrics, which are off here unless set."
    })
final class PyImageStreamCommand implements Callable<Integer> {

  private static final StreamId STREAM = new StreamId(Sightline.SINGLE_STREAM);
  private static final String DEFAULT_WIDTH = "640";
  private static final String DEFAULT_HEIGHT = "480";

  /** What it does unless told otherwise, in place of a configuration file. */
  private static final JsonObject DEFAULTS =
      new JsonObject()
          .put("http", new JsonObject().put("port", 8888))
          .put("management", new JsonObject().put("port", "off"))
          .put("ingest", new JsonObject().put("linger", "7s").put("quality", 70));

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where viewers connect; 8888 unless set, 0 picks a free one.")
  private String port;

  @Option(
      names = "--camera",
      paramLabel = "N|DEVICE|URL",
      defaultValue = "0",
      description =
          "The webcam's number, its device such as /dev/video0, or the URL of any other source;"
              + " ${DEFAULT-VALUE} unless set.")
  private String camera;

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      description = "Of the webcam's pictures; " + DEFAULT_WIDTH + " unless set.")
  private String width;

  @Option(
      names = "--height",
      paramLabel = "PIXELS",
      description = "Likewise; " + DEFAULT_HEIGHT + " unless set.")
  private String height;

  @Option(
      names = "--quality",
      paramLabel = "Q",
      description = "Of pictures that the webcam doesn't make itself, 1 to 100; 70 unless set.")
  private String quality;

  @Option(
      names = "--stopdelay",
      paramLabel = "SECONDS",
      description = "The webcam goes off so long after the last viewer has left; 7 unless set.")
  private String stopDelay;

  @Mixin private LogOptions logOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    StandaloneConfig config = config();
    StandIn.start(
        "PyImageStream", config, config.http().leadingTo(STREAM), spec.commandLine().getOut());
    return 0;
  }

  /** What was given on the command line, and the rest as PyImageStream has it. */
  StandaloneConfig config() throws ConfigException {
    Flags flags =
        new Flags()
            .put("http.port", "--port", port)
            .put("cameras.%s.url".formatted(STREAM), "--camera", url())
            .put("ingest.quality", "--quality", quality)
            .put("ingest.linger", "--stopdelay", withUnit(stopDelay));
    logOptions.addTo(flags);
    return StandIn.config(DEFAULTS, flags);
  }

  private String url() {
    if (camera.matches("\\d{1,3}")) {
      return webcam("/dev/video" + camera);
    }
    if (camera.startsWith("/")) {
      return webcam(camera);
    }
    if (width != null || height != null) {
      throw new ParameterException(
          spec.commandLine(), "--width and --height are those of a webcam, not of a URL");
    }
    return camera;
  }

  private String webcam(String device) {
    return "v4l2:%s?width=%s&height=%s"
        .formatted(
            device,
            width == null ? DEFAULT_WIDTH : width,
            height == null ? DEFAULT_HEIGHT : height);
  }

  private static String withUnit(String seconds) {
    return seconds != null && seconds.matches("\\d+") ? seconds + "s" : seconds;
  }
}
