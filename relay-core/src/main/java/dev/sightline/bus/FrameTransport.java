package dev.sightline.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How asks, answers and announcements travel between nodes.
 *
 * <p>Delivery may fail or lose a message without a word; order is kept between two nodes. Handlers
 * are called on the context that registered them, futures complete on the context that asked, and
 * neither happens within the call that caused it, also when both ends are on one event loop.
 */
public interface FrameTransport {

  /** The name of this node, by which others address it. */
  String node();

  /** All nodes that are in the cluster now, this one included; who is in it longest goes first. */
  List<String> nodes();

  /** Whether there may be other nodes at all. */
  boolean isClustered();

  /** Calls {@code handler} with the name of each node that has left the cluster. */
  void onNodeLeft(Handler<String> handler);

  /**
   * Asks an ingest.
   *
   * @return the answer; fails when {@code expiry} has passed, when the ingest refuses, or when
   *     nobody is known by that name
   */
  Future<Answer> ask(String ingest, Ask ask, Duration expiry);

  /** Takes the asks addressed to this node, from when the future has succeeded. */
  Future<Void> listenForAsks(AskHandler handler);

  /** Tells all nodes, this one included. */
  void announce(Announcement announcement);

  /** Hears the announcements of all nodes, from when the future has succeeded. */
  Future<Void> listenForAnnouncements(Handler<Announcement> handler);

  /**
   * Makes all connections between that node and this one anew, as far as either side still hears
   * the other; for a node that is in the cluster and isn't heard.
   */
  default void reconnect(String node) {}

  /** Where that node is found, for people. */
  default String addressOf(String node) {
    return node;
  }

  /** The ingest's side of a question. */
  interface AskHandler {

    /**
     * @param answer takes the one answer, now or later; null refuses the ask
     */
    void handle(Ask ask, Consumer<Answer> answer);
  }
}
