package dev.sightline.edge;

/** A viewer of one stream on a WebSocket of its own. */
interface SocketViewer extends Viewer {

  /** What is under way still leaves, and then the client is told why that was all. */
  void finish(String reason);

  /** Nothing is begun any more: no message may follow the answer to a close. */
  void end();
}
