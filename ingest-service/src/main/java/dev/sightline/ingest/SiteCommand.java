package dev.sightline.ingest;

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

/** Starts a site: cameras beside a thin or closed line, for a relay elsewhere. */
@Command(
    name = "site",
    mixinStandardHelpOptions = true,
    versionProvider = Program.Version.class,
    description =
        "Runs beside cameras and dials a relay elsewhere: what somebody watches there goes up, and"
            + " no port is opened here.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline site --to wss://relay.example --token-file token \\",
      "            --camera yard=http://192.0.2.10/video.mjpg",
      "  sightline site --to wss://relay.example --token-file token --config site.yaml"
    })
public final class SiteCommand implements Callable<Integer> {

  @Mixin private NodeOptions nodeOptions;
  @Mixin private CameraOptions cameraOptions;

  @Option(
      names = "--to",
      paramLabel = "URL",
      description =
          "The relay, such as wss://relay.example; /uplink is added where there is no path.")
  private String to;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "What the relay knows this site by; better in a file.")
  private String token;

  @Option(names = "--token-file", paramLabel = "FILE", description = "A file with the token.")
  private String tokenFile;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "An HTTP proxy on the way, such as http://192.0.2.1:3128.")
  private String proxy;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Flags flags = new Flags();
    cameraOptions.addTo(flags);
    flags
        .put("site.to", "--to", to)
        .put("site.token", "--token", token)
        .put("site.token-file", "--token-file", tokenFile)
        .put("site.proxy", "--proxy", proxy);
    Configuration<SiteConfig> configuration =
        nodeOptions.configuration(flags, SiteConfig.LIVE, SiteConfig::read);
    SiteConfig config = configuration.load();

    Logging.configure(config.node().log());
    RelayNode node = RelayNode.start(config.node());
    SiteLink link = new SiteLink(config.dial().orElseThrow());
    node.await(node.vertx().deployVerticle(link));
    IngestRole role =
        node.await(
            IngestRole.start(
                node, link.bus(), config.ingest(), config.http(), IngestVerticle.LIMITS));
    role.limit(config.most());
    node.await(configuration.watch(node, next -> role.change(next.ingest())));
    link.dial();
    node.serve();
    message(config, role, node).print(spec.commandLine().getOut(), config.node().log());
    return 0;
  }

  private static StartMessage message(SiteConfig config, IngestRole role, RelayNode node) {
    StartMessage message =
        new StartMessage(config.node().role())
            .line("dials", DialConfig.shown(config.dial().orElseThrow().urls().get(0)))
            .line("streams", config.ingest().streamNames());
    config.http().ifPresent(http -> message.status(http.host(), role.port()));
    return message.node(node, config.node().management());
  }
}
