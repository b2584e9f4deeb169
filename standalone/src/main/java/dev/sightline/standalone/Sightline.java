package dev.sightline.standalone;

import dev.sightline.access.LinkCommand;
import dev.sightline.bus.RelayBus;
import dev.sightline.edge.EdgeCommand;
import dev.sightline.edge.EdgeOptions;
import dev.sightline.edge.EdgeRole;
import dev.sightline.edge.ViewerPorts;
import dev.sightline.ingest.CameraOptions;
import dev.sightline.ingest.IngestCommand;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.ingest.IngestRole;
import dev.sightline.ingest.ProbeCommand;
import dev.sightline.ingest.SiteCommand;
import dev.sightline.node.Configuration;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Logging;
import dev.sightline.node.NodeOptions;
import dev.sightline.node.Program;
import dev.sightline.node.RelayNode;
import dev.sightline.node.StartMessage;
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
      SiteCommand.class,
      EdgeCommand.class,
      LinkCommand.class,
      DemoCameraCommand.class,
      MjpegRelayCommand.class,
      PymjpegCommand.class,
      WebSocketRelayCommand.class,
      PyImageStreamCommand.class
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
      "  sightline v4l2:/dev/video0               a webcam; likewise rtsp: and poll:",
      "  sightline --camera shots=dir:pictures --camera desk=push:",
      "                                           a folder, and pictures that are sent here",
      "  sightline --config sightline.yaml -p 80  all from a file, but for the port",
      "  sightline probe http://192.0.2.10/       what a camera is, and what to set",
      "",
      "Then open http://localhost:8080/. The file sightline.yaml describes all",
      "settings; 'sightline ingest --help' and 'sightline edge --help' tell how to",
      "use several machines."
    })
public final class Sightline implements Callable<Integer> {

  /** What the stream of a camera is called that was given as a URL only. */
  static final String SINGLE_STREAM = "camera";

  @Mixin private NodeOptions nodeOptions;
  @Mixin private EdgeOptions edgeOptions;
  @Mixin private CameraOptions cameraOptions;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      arity = "0..1",
      description =
          "A camera or another source, whose stream is then called '" + SINGLE_STREAM + "'.")
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
    Configuration<StandaloneConfig> configuration =
        nodeOptions.configuration(flags, IngestConfig.SECTIONS, StandaloneConfig::read);
    StandaloneConfig config = configuration.load();
    HttpConfig http = config.http();
    ViewerPorts ports = ViewerPorts.of(http);

    Logging.configure(config.node().log());
    RelayNode node = RelayNode.start(config.node());
    RelayBus bus = node.await(RelayBus.start(node.vertx(), node.metrics()));
    DemoStandIn demo = new DemoStandIn(node.vertx());
    IngestConfig cameras = node.await(demo.fill(config.ingest()));
    IngestRole ingest = node.await(IngestRole.start(node, bus, cameras));
    EdgeRole edge = node.await(EdgeRole.start(node, bus, config.edge(), ports));
    node.await(configuration.watch(node, next -> demo.fill(next.ingest()).compose(ingest::change)));
    node.serve();
    new StartMessage(config.node().role())
        .viewers(http, edge.httpPort())
        .webSocket(http, edge.wsPort())
        .line("access", config.edge().access().notice(http.isReachable()))
        .line("streams", cameras.streamNames())
        .node(node, config.node().management())
        .print(spec.commandLine().getOut(), config.node().log());
    return 0;
  }
}
