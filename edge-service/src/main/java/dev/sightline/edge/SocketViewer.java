package dev.sightline.edge;

/** A viewer of one stream on a WebSocket of its own. */
interface SocketViewer extends Viewer, Guest {

  /** What is under way still leaves, and then the client is told why that was all. */
  void finish(short code, String reason);

  @Override
  default void dismiss() {
    finish(ViewerSocket.GOING_AWAY, "this stream is no more");
  }

  @Override
  default void sendAway() {
    finish(ViewerSocket.SERVICE_RESTART, REASON);
  }

  @Override
  default void expire(String reason) {
    finish(ViewerSocket.POLICY_VIOLATION, reason);
  }

  /** Nothing is begun any more: no message may follow the answer to a close. */
  void end();
}
