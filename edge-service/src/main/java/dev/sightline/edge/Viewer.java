package dev.sightline.edge;

import java.util.Optional;

/** One connection that receives one stream. Used on the event loop of that connection only. */
interface Viewer {

  /**
   * Called every second.
   *
   * @param patience how long a viewer may take for what is under way before it is given up
   */
  default void everySecond(Patience patience) {}

  /** How it is served, for the status; nothing of one that takes a single picture and leaves. */
  default Optional<ViewerFigures> figures() {
    return Optional.empty();
  }

  /** The stream is no more: what is under way still leaves, and then the connection ends. */
  void dismiss();
}
