package dev.sightline.bus;

/**
 * Every event-bus address of the product; no other place spells one.
 *
 * <p>An address that ends with {@code @} and a node's name is for that node, any other for all
 * nodes: so it is known without a look-up who listens.
 */
final class BusAddresses {

  /** Where all nodes hear the announcements of all nodes. */
  static final String ANNOUNCEMENTS = "sightline.announcements";

  private BusAddresses() {}

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
}
