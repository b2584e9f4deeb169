package dev.sightline.transport;

/** What carries frames from one node to another. */
enum Carrier {
  /** The cluster's event bus. */
  BUS,
  /** A link that whoever takes the frames has dialled, as a region does. */
  LINK,
  /**
   * A link that whoever sends them has dialled, as a site does: a WebSocket masks what it sends.
   */
  UPLINK
}
