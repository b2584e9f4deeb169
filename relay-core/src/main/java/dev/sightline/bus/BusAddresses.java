package dev.sightline.bus;

/**
 * Every event-bus address of the product; no other place spells one.
 *
 * <p>Each ends with {@code @} and the name of the one node that listens there, so it is known
 * without a look-up who does. What is for all nodes is sent to each by itself.
 */
final class BusAddresses {

  private BusAddresses() {}

  /** Where a node hears the announcements of all nodes. */
  static String announcementsTo(String node) {
    return "sightline.announcements@" + node;
  }

  /**
   * Where one ingest takes asks. It belongs to the node and not to a stream, so there is nothing to
   * take over or to clean up when a stream changes its owner.
   */
  static String asksOf(String node) {
    return "sightline.asks@" + node;
  }

  /** Where a node takes the names of those that don't hear it. */
  static String complaintsTo(String node) {
    return "sightline.complaints@" + node;
  }

  /** Where a node takes what those say with whom it shares a task. */
  static String circle(String name, String node) {
    return "sightline.circle.%s@%s".formatted(name, node);
  }
}
