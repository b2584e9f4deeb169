package dev.sightline.testkit;

import io.vertx.core.MultiMap;

/**
 * What becomes of a {@link ViewerConnection}, told while it happens, on its event loop. {@link
 * #ended} comes once and last; the others may never come.
 */
public interface ViewerEvents {

  /** The head of the answer has come; 101 stands for a WebSocket. */
  void answered(int status, MultiMap headers);

  /** A picture has come, whole or damaged. */
  void picture(SeenFrame frame);

  /** What comes is no stream of pictures any more; the connection is being closed. */
  void malformed(String why);

  /** The connection is closed, or there never was one. */
  void ended(String why);
}
