package dev.sightline.standalone;

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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes the place of mjpeg-relay: its command line, its ports, its URLs, and its one camera. */
@Command(
    name = "mjpeg-relay",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description = {
      "Takes the place of mjpeg-relay: one camera, connected from the start, with"
          + " mjpeg-relay's flags, ports and URLs.",
      "The word quit on standard input ends it; the end of standard input doesn't."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline mjpeg-relay http://user:password@192.0.2.10/video.mjpg",
      "  sightline mjpeg-relay -p 54321 -w 54322 -q http://192.0.2.10/video.mjpg",
      "",
      "Other settings come from variables, such as SIGHTLINE_MANAGEMENT_PORT=9081",
      "for health and metrics, which are off here unless set."
    })
final class MjpegRelayCommand implements Callable<Integer> {

  /**
   * What it does unless told otherwise, in place of a configuration file. Several of them on one
   * machine, one per camera, must not ask for the same management port.
   */
  private static final JsonObject DEFAULTS =
      new JsonObject()
          .put("http", new JsonObject().put("port", 54321))
          .put("edge", new JsonObject().put("ws-port", 54322))
          .put("management", new JsonObject().put("port", "off"))
          .put("ingest", new JsonObject().put("on-demand", false));

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Where viewers connect; 54321 unless set, 0 picks a free one.")
  private String port;

  @Option(
      names = {"-w", "--ws-port"},
      paramLabel = "PORT",
      description = "Where WebSocket viewers connect; 54322 unless set.")
  private String wsPort;

  @Mixin private LogOptions logOptions;

  @Parameters(paramLabel = "URL", arity = "1", description = "The camera.")
  private String url;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    StandaloneConfig config = config();
    StandIn.start("mjpeg-relay", config, config.http().asMjpegRelay(), spec.commandLine().getOut());
    QuitWord.on(System.in, () -> System.exit(0));
    return 0;
  }

  /** What was given on the command line, and the rest as mjpeg-relay has it. */
  StandaloneConfig config() throws ConfigException {
    Flags flags =
        new Flags()
            .put("http.port", "--port", port)
            .put("edge.ws-port", "--ws-port", wsPort)
            .put("cameras.%s.url".formatted(Sightline.SINGLE_STREAM), "URL", url);
    logOptions.addTo(flags);
    return StandIn.config(DEFAULTS, flags);
  }
}
