package dev.sightline.ingest;

import dev.sightline.multipart.Part;
import io.vertx.core.Future;

/**
 * One run of a source, from its beginning to its end for whatever reason: a connection to a camera,
 * a child process, the playing of a folder.
 *
 * <p>Lives on the ingest's event loop and is used once. One of {@link Listener#ended}, {@link
 * Listener#finished} and {@link Listener#over} is called exactly once, unless {@link #close} came
 * first. A run that brings no whole picture for the stall time ends by itself.
 */
interface SourceConnection {

  /** Who supervises the run. */
  interface Listener {

    /** Takes a part and tells whether it held a whole picture. */
    boolean part(Part part);

    /** There was a single picture, or no newer one; all is well, and it may be asked again. */
    void finished();

    /** There is no more to come, and none was missed: the stream is at its end. */
    void over();

    /** It is broken, for now. */
    void ended(EndReason reason);
  }

  void open();

  /**
   * Ends the run without telling the listener.
   *
   * @return completes when nothing is left of it
   */
  Future<Void> close();
}
