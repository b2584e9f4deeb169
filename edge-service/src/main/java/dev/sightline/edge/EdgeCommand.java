package dev.sightline.edge;

import dev.sightline.bus.RelayBus;
import dev.sightline.node.ClusterOptions;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Logging;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.NodeOptions;
import dev.sightline.node.Program;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.node.StartMessage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts an edge. */
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description =
        "Serves viewers the streams of a cluster; start as many as there are viewers for.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline edge --cluster 10.0.0.5",
      "  sightline edge --cluster dns:sightline-cluster --port 80"
    })
public final class EdgeCommand implements Callable<Integer> {

  @Mixin private NodeOptions nodeOptions;
  @Mixin private ClusterOptions clusterOptions;
  @Mixin private EdgeOptions edgeOptions;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Flags flags = new Flags();
    clusterOptions.addTo(flags);
    edgeOptions.addTo(flags);
    ConfigReader reader = nodeOptions.reader(flags);
    NodeConfig config = NodeConfig.read(reader, Role.EDGE);
    HttpConfig http = HttpConfig.read(reader);
    EdgeConfig edge = EdgeConfig.read(reader);
    reader.finish();
    ViewerPorts ports = ViewerPorts.of(http);

    Logging.configure(config.log());
    RelayNode node = RelayNode.start(config);
    RelayBus bus = node.await(RelayBus.start(node.vertx(), node.metrics()));
    EdgeRole role = node.await(EdgeRole.start(node, bus, edge, ports));
    node.serve();
    new StartMessage(config.role())
        .viewers(http, role.httpPort())
        .webSocket(http, role.wsPort())
        .line("access", edge.access().notice(http.isReachable()))
        .node(node, config.management())
        .print(spec.commandLine().getOut(), config.log());
    return 0;
  }
}
