package dev.sightline.standalone;

import dev.sightline.bus.RelayBus;
import dev.sightline.demo.DemoCamera;
import dev.sightline.demo.DemoOptions;
import dev.sightline.edge.EdgeCommand;
import dev.sightline.edge.EdgeConfig;
import dev.sightline.edge.EdgeOptions;
import dev.sightline.edge.EdgeRole;
import dev.sightline.frame.StreamId;
import dev.sightline.ingest.CameraConfig;
import dev.sightline.ingest.CameraOptions;
import dev.sightline.ingest.IngestCommand;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.ingest.IngestRole;
import dev.sightline.ingest.ProbeCommand;
import dev.sightline.ingest.SourceUrl;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Logging;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.NodeOptions;
import dev.sightline.node.Program;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.node.StartException;
import dev.sightline.node.StartMessage;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the whole product; by itself it starts both roles in this process. */
@Command(
    name = "sightline",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    subcommands = {
      ProbeCommand.class,
      IngestCommand.class,
      EdgeCommand.class,
      DemoCameraCommand.class
    },
    description =
        "Relays MJPEG cameras: one connection to each camera, any number of viewers."
            + " Without a camera it shows its own demo camera.",
    commandListHeading = "%nOther programs:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline                                the demo camera",
      "  sightline http://192.0.2.10/video.mjpg   one camera, as stream 'camera'",
      "  sightline --camera front=http://192.0.2.10/video.mjpg \\",
      "            --camera yard=http://user:password@192.0.2.11/mjpg",
      "  sightline --config sightline.yaml -p 80  all from a file, but for the port",
      "  sightline probe http://192.0.2.10/       what a camera is, and what to set",
      "",
      "Then open http://localhost:8080/. The file sightline.yaml describes all",
      "settings; 'sightline ingest --help' and 'sightline edge --help' tell how to",
      "use several machines."
    })
public final class Sightline implements Callable<Integer> {

  private static final String SINGLE_STREAM = "camera";
  private static final String LOOPBACK = "127.0.0.1";

  @Mixin private NodeOptions nodeOptions;
  @Mixin private EdgeOptions edgeOptions;
  @Mixin private CameraOptions cameraOptions;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      arity = "0..1",
      description = "A camera, whose stream is then called '" + SINGLE_STREAM + "'.")
  private String url;

  public static void main(String[] arguments) {
    int exitCode = Program.run(new Sightline(), arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() throws Exception {
    Flags flags = new Flags();
    edgeOptions.addTo(flags);
    cameraOptions.addTo(flags);
    flags.put("cameras.%s.url".formatted(SINGLE_STREAM), "URL", url);
    ConfigReader reader = nodeOptions.reader(flags);
    NodeConfig config = NodeConfig.read(reader, Role.STANDALONE);
    HttpConfig http = HttpConfig.read(reader);
    IngestConfig ingest = IngestConfig.read(reader);
    EdgeConfig edge = EdgeConfig.read(reader);
    reader.finish();

    Logging.configure(config.log().level());
    RelayNode node = RelayNode.start(config);
    RelayBus bus = node.await(RelayBus.start(node.vertx()));
    IngestConfig cameras = ingest.cameras().isEmpty() ? demo(node, ingest) : ingest;
    node.await(IngestRole.start(node, bus, cameras));
    EdgeRole role = node.await(EdgeRole.start(node, bus, edge, http));
    node.serve();
    new StartMessage(config.role())
        .viewers(http.host(), role.httpPort())
        .webSocket(http.host(), role.wsPort())
        .line("streams", cameras.streamNames())
        .node(node, config.management())
        .print(spec.commandLine().getOut());
    return 0;
  }

  /** The demo camera is pulled over HTTP like any other. */
  private static IngestConfig demo(RelayNode node, IngestConfig ingest) throws StartException {
    DemoCamera camera = new DemoCamera(DemoOptions.at(LOOPBACK, 0));
    node.await(node.vertx().deployVerticle(camera));
    SourceUrl source = SourceUrl.parse("http://%s:%d/".formatted(LOOPBACK, camera.port()));
    StreamId id = new StreamId("demo");
    return new IngestConfig(
        List.of(new CameraConfig(id, source, ingest.defaults())), ingest.defaults());
  }
}
