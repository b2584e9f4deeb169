package dev.sightline.edge;

/** One connection that receives one stream. Used on the event loop of that connection only. */
interface Viewer {

  /** Takes the newest frame now, later, or never, but does not make anybody wait. */
  void offer(OutboundFrame frame);

  /** Called every second: time to give up a viewer that has not taken its frame for too long. */
  default void checkPatience() {}
}
