package dev.sightline.ingest;

import dev.sightline.bus.RelayBus;
import dev.sightline.node.ClusterOptions;
import dev.sightline.node.Configuration;
import dev.sightline.node.Flags;
import dev.sightline.node.Logging;
import dev.sightline.node.NodeOptions;
import dev.sightline.node.Program;
import dev.sightline.node.RelayNode;
import dev.sightline.node.StartMessage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts an ingest. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description = "Pulls cameras for the edges of a cluster: one connection to each of them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline ingest --camera front=http://192.0.2.10/video.mjpg",
      "  sightline ingest --config sightline.yaml --cluster 10.0.0.5,10.0.0.6",
      "  sightline ingest --config sightline.yaml --cluster dns:sightline-cluster"
    })
public final class IngestCommand implements Callable<Integer> {

  @Mixin private NodeOptions nodeOptions;
  @Mixin private ClusterOptions clusterOptions;
  @Mixin private CameraOptions cameraOptions;

  @Option(
      names = "--reach",
      paramLabel = "LABEL,…",
      description = "Which cameras this ingest can reach, besides those without such a label.")
  private String reach;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Flags flags = new Flags();
    clusterOptions.addTo(flags);
    cameraOptions.addTo(flags);
    flags.put("ingest.reach", "--reach", reach);
    Configuration<IngestNodeConfig> configuration =
        nodeOptions.configuration(flags, IngestConfig.SECTIONS, IngestNodeConfig::read);
    IngestNodeConfig config = configuration.load();

    Logging.configure(config.node().log());
    RelayNode node = RelayNode.start(config.node());
    RelayBus bus = node.await(RelayBus.start(node.vertx(), node.metrics()));
    IngestRole role = node.await(IngestRole.start(node, bus, config.ingest(), config.http()));
    node.await(configuration.watch(node, next -> role.change(next.ingest())));
    node.serve();
    new StartMessage(config.node().role())
        .status(config.http().host(), role.port())
        .line("streams", names(config.ingest()))
        .node(node, config.node().management())
        .print(spec.commandLine().getOut(), config.node().log());
    return 0;
  }

  private static String names(IngestConfig ingest) {
    if (ingest.isEmpty() && !ingest.elsewhere().isEmpty()) {
      return "none within reach; say with --reach what it can reach";
    }
    return ingest.isEmpty() ? "none; name cameras with --camera or --config" : ingest.streamNames();
  }
}
