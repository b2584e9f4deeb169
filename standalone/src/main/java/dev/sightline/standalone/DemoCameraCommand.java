package dev.sightline.standalone;

import dev.sightline.demo.DemoCamera;
import dev.sightline.demo.DemoOptions;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.Logging;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.Ports;
import dev.sightline.node.Program;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.node.StartMessage;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the demo camera by itself, for trying out an ingest without a camera at hand. */
@Command(
    name = "demo-camera",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description = "A camera that draws a clock, a frame number and something that moves.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline demo-camera -p 8090 --size 1920x1080 --fps 25",
      "  sightline http://localhost:8090/             in another terminal",
      "",
      "The variable SIGHTLINE_MANAGEMENT_PORT=9081 adds health and metrics."
    })
final class DemoCameraCommand implements Callable<Integer> {

  /** Beside a relay on the same machine there must not be a second management port. */
  private static final JsonObject DEFAULTS =
      new JsonObject().put("management", new JsonObject().put("port", "off"));

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "8090",
      description = "Where it is watched; ${DEFAULT-VALUE} unless set, 0 picks a free one.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "The local address to listen on; all of them unless set.")
  private String host;

  @Option(
      names = "--fps",
      paramLabel = "N",
      defaultValue = "12",
      description = "Pictures per second; ${DEFAULT-VALUE} unless set.")
  private double fps;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "960x540",
      description = "Width and height in pixels; ${DEFAULT-VALUE} unless set.")
  private String size;

  @Option(
      names = "--quality",
      paramLabel = "Q",
      defaultValue = "0.75",
      description = "Of the JPEG, 0.1 to 1; ${DEFAULT-VALUE} unless set.")
  private double quality;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    DemoCamera camera = new DemoCamera(options());
    NodeConfig config = alone();
    Logging.configure(config.log());
    RelayNode node = RelayNode.start(config);
    node.await(node.vertx().deployVerticle(camera).recover(Ports.explain(host, port, "--port")));
    node.serve();
    new StartMessage("Demo camera")
        .viewers(host, camera.port())
        .node(node, config.management())
        .print(spec.commandLine().getOut(), config.log());
    return 0;
  }

  private DemoOptions options() {
    Matcher wh = SIZE.matcher(size);
    if (!wh.matches()) {
      throw wrong("--size must be WIDTHxHEIGHT such as 1280x720, not '%s'".formatted(size));
    }
    int width = Integer.parseInt(wh.group(1));
    int height = Integer.parseInt(wh.group(2));
    try {
      return new DemoOptions(host, port, fps, width, height, quality);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private static NodeConfig alone() throws ConfigException {
    ConfigReader reader =
        new ConfigReader(new ConfigSources(DEFAULTS, System.getenv(), new Flags()));
    NodeConfig config = NodeConfig.read(reader, Role.STANDALONE);
    reader.finish();
    return config;
  }
}
