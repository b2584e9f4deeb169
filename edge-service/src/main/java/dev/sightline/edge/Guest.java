package dev.sightline.edge;

/** A connection on which something goes out until somebody ends it. */
interface Guest {

  /** What clients are told, in the little room that a close of a WebSocket has. */
  String REASON = "this edge is being stopped; connect again now";

  /** Ends the connection where the protocol has a boundary, or asks the client to go elsewhere. */
  void sendAway();

  /** It has been asked a while ago, and is still here. */
  default void insist() {}

  /** It may not be here any more; where the protocol can tell a reason it is told this one. */
  default void expire(String reason) {
    sendAway();
  }

  /** Ends the connection at once, whatever is under way. */
  void cut();
}
