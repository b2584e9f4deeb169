package dev.sightline.bus;

/** Every event-bus address of the product; no other place spells one. */
final class BusAddresses {

  /** Where all nodes hear the announcements of all nodes. */
  static final String ANNOUNCEMENTS = "sightline.announcements";

  private BusAddresses() {}

  /**
   * Where one ingest takes asks. It belongs to the node and not to a stream: one registration for
   * the node's whole life, nothing to take over or to clean up when a stream changes its owner.
   */
  static String asksOf(String node) {
    return "sightline.asks." + node;
  }
}
