package dev.sightline.transport;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.node.BusTlsFiles;
import dev.sightline.node.ClusterConfig;
import dev.sightline.node.JoinTarget;
import dev.sightline.node.LogConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.node.StartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * One of the two nodes between which frames pass; see {@code bench/transports}. The one that takes
 * them prints what it has measured.
 */
@Command(name = "transport")
final class Main implements Callable<Integer> {

  private enum Side {
    SEND,
    TAKE
  }

  @Parameters(index = "0")
  private Side side;

  @Parameters(index = "1")
  private Carrier carrier;

  @Option(names = "--sender", defaultValue = "127.0.0.1")
  private String sender;

  @Option(names = "--taker", defaultValue = "127.0.0.1")
  private String taker;

  @Option(names = "--port", required = true, description = "The first of four that are free.")
  private int port;

  @Option(names = "--tls", description = "The directory with cert.pem and key.pem.")
  private Path tls;

  @Option(names = "--size", description = "Bytes of a picture; of the node that sends.")
  private int size;

  @Option(names = "--fps", description = "Likewise.")
  private int fps;

  @Option(names = "--pid", description = "The node that sends; of the one that takes.")
  private long pid;

  @Option(names = "--warm", description = "Seconds with frames before it is measured; likewise.")
  private int warm;

  @Option(names = "--seconds", description = "Seconds of measuring; likewise.")
  private int seconds;

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    int code = command.execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() throws Exception {
    Setup setup =
        new Setup(carrier, side == Side.SEND, sender, taker, port, Optional.ofNullable(tls));
    RelayNode node = RelayNode.start(config(setup));
    RelayBus bus = carrier == Carrier.BUS ? clustered(node) : linked(node, setup);
    if (setup.sends()) {
      node.await(bus.deploy(new Source(bus, node.metrics(), size, fps)));
    } else {
      System.out.println(measured(node, bus));
      node.close();
    }
    return 0;
  }

  private String measured(RelayNode node, RelayBus bus) throws StartException {
    FrameReceiver receiver = new FrameReceiver(bus, node.metrics());
    node.await(bus.deploy(receiver));
    Sink sink = new Sink(bus, receiver, pid, Duration.ofSeconds(warm), Duration.ofSeconds(seconds));
    node.await(bus.deploy(sink));
    return sink.row().await().encode();
  }

  private static RelayBus clustered(RelayNode node) throws StartException {
    return node.await(RelayBus.start(node.vertx(), node.metrics()));
  }

  private static RelayBus linked(RelayNode node, Setup setup) throws StartException {
    LinkNode link = new LinkNode(setup);
    node.await(node.vertx().deployVerticle(link));
    return link.bus();
  }

  private static NodeConfig config(Setup setup) {
    return new NodeConfig(
        setup.sends() ? Role.INGEST : Role.EDGE,
        new ManagementConfig(setup.host(), OptionalInt.empty()),
        setup.carrier() == Carrier.BUS ? Optional.of(cluster(setup)) : Optional.empty(),
        LogConfig.DEFAULT);
  }

  private static ClusterConfig cluster(Setup setup) {
    int first = setup.port() + (setup.sends() ? 0 : 2);
    JoinTarget target = new JoinTarget(false, setup.sender(), OptionalInt.of(setup.port()));
    Optional<BusTlsFiles> files =
        setup.cert().map(cert -> new BusTlsFiles(cert, setup.key().orElseThrow(), cert));
    return new ClusterConfig(
        List.of(target), Optional.of(setup.host()), first, first + 1, 0, files, Optional.empty());
  }
}
