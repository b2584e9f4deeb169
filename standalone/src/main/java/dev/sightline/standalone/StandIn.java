package dev.sightline.standalone;

import dev.sightline.bus.RelayBus;
import dev.sightline.edge.EdgeRole;
import dev.sightline.edge.ViewerPorts;
import dev.sightline.ingest.IngestRole;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Logging;
import dev.sightline.node.RelayNode;
import dev.sightline.node.StartException;
import dev.sightline.node.StartMessage;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;

/** Both roles in this process, in the place of another program and without a file of settings. */
final class StandIn {

  private StandIn() {}

  /**
   * @param defaults what it does unless told otherwise, as it would stand in a file
   */
  static StandaloneConfig config(JsonObject defaults, Flags flags) throws ConfigException {
    ConfigReader reader = new ConfigReader(new ConfigSources(defaults, System.getenv(), flags));
    StandaloneConfig config = StandaloneConfig.read(reader);
    reader.finish();
    return config;
  }

  /**
   * Starts all of it and tells so.
   *
   * @param program whose place it takes
   * @param http as that program has its URLs
   */
  static void start(String program, StandaloneConfig config, HttpConfig http, PrintWriter out)
      throws ConfigException, StartException {
    ViewerPorts ports = ViewerPorts.of(http);
    Logging.configure(config.node().log());
    RelayNode node = RelayNode.start(config.node());
    RelayBus bus = node.await(RelayBus.start(node.vertx(), node.metrics()));
    node.await(IngestRole.start(node, bus, config.ingest()));
    EdgeRole edge = node.await(EdgeRole.start(node, bus, config.edge(), ports));
    node.serve();
    new StartMessage("Sightline, in place of %s,".formatted(program))
        .viewers(http, edge.httpPort())
        .webSocket(http, edge.wsPort())
        .line("access", config.edge().access().notice(http.isReachable()))
        .node(node, config.node().management())
        .print(out, config.node().log());
  }
}
