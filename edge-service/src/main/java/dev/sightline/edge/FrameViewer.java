package dev.sightline.edge;

/** A viewer of pictures. */
interface FrameViewer extends Viewer {

  /** Takes the newest frame now, later, or never, but does not make anybody wait. */
  void offer(OutboundFrame frame);
}
