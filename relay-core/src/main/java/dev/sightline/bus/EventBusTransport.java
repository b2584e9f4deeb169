package dev.sightline.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Frames over Vert.x's event bus, clustered or not: answers go straight back to the asking node as
 * replies, so viewers that come and go never touch the cluster's shared state.
 *
 * <p>{@code publish} isn't used: one node that can't be reached would concern the others, and for
 * frames there would be no bound.
 */
public final class EventBusTransport implements FrameTransport {

  /** The name of the only node where there is no cluster. */
  private static final String ALONE = "local";

  private static final int REFUSED = 404;
  private static final DeliveryOptions ANSWER = new DeliveryOptions().setCodecName(FrameCodec.NAME);

  private final EventBus bus;
  private final ClusterManager cluster;
  private final BusConnections connections;
  private final List<Handler<String>> leaveHandlers = new CopyOnWriteArrayList<>();

  /** Registers the codecs on this Vert.x instance; there is one transport for each. */
  public EventBusTransport(Vertx vertx) {
    bus = vertx.eventBus();
    bus.registerCodec(new AskCodec()).registerCodec(new FrameCodec());
    cluster = ((VertxInternal) vertx).clusterManager();
    connections = cluster == null ? null : new BusConnections(bus);
    if (cluster != null) {
      cluster.nodeListener(new Departures());
      bus.<String>consumer(
          BusAddresses.complaintsTo(node()), complaint -> connections.drop(complaint.body()));
    }
  }

  @Override
  public String node() {
    return cluster == null ? ALONE : cluster.getNodeId();
  }

  @Override
  public List<String> nodes() {
    return cluster == null ? List.of(ALONE) : List.copyOf(cluster.getNodes());
  }

  @Override
  public boolean isClustered() {
    return cluster != null;
  }

  @Override
  public void onNodeLeft(Handler<String> handler) {
    leaveHandlers.add(handler);
  }

  @Override
  public Future<Answer> ask(String ingest, Ask ask, Duration expiry) {
    DeliveryOptions options =
        new DeliveryOptions().setCodecName(AskCodec.NAME).setSendTimeout(expiry.toMillis());
    return bus.<Answer>request(BusAddresses.asksOf(ingest), ask, options).map(Message::body);
  }

  @Override
  public Future<Void> listenForAsks(AskHandler handler) {
    return bus.<Ask>consumer(BusAddresses.asksOf(node()), message -> take(message, handler))
        .completion();
  }

  /** Bodies are decoded here; a node of another version may speak otherwise. */
  static void take(Message<Ask> message, AskHandler handler) {
    Ask ask;
    try {
      ask = message.body();
    } catch (IllegalArgumentException e) {
      message.fail(REFUSED, e.getMessage());
      return;
    }
    handler.handle(ask, answerTo(message));
  }

  private static Consumer<Answer> answerTo(Message<Ask> message) {
    return answer -> {
      if (answer == null) {
        message.fail(REFUSED, "this ingest doesn't have stream " + message.body().stream());
      } else {
        message.reply(answer, ANSWER);
      }
    };
  }

  @Override
  public void announce(Announcement announcement) {
    JsonObject json = announcement.toJson();
    nodes().forEach(node -> bus.send(BusAddresses.announcementsTo(node), json));
  }

  @Override
  public Future<Void> listenForAnnouncements(Handler<Announcement> handler) {
    return bus.<JsonObject>consumer(
            BusAddresses.announcementsTo(node()),
            message -> handler.handle(Announcement.fromJson(message.body())))
        .completion();
  }

  /** This side's connection first, since the other one is told over it to drop its own. */
  @Override
  public void reconnect(String node) {
    if (cluster != null && !node.equals(node())) {
      connections.drop(node);
      bus.send(BusAddresses.complaintsTo(node), node());
    }
  }

  @Override
  public String addressOf(String node) {
    Promise<NodeInfo> found = Promise.promise();
    if (cluster != null) {
      cluster.getNodeInfo(node, found);
    }
    NodeInfo info = found.future().succeeded() ? found.future().result() : null;
    return info == null ? node : info.host() + ":" + info.port();
  }

  private final class Departures implements NodeListener {

    @Override
    public void nodeAdded(String node) {}

    @Override
    public void nodeLeft(String node) {
      leaveHandlers.forEach(handler -> handler.handle(node));
    }
  }
}
