package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;

/**
 * What an ingest answers: a frame, bytes of an ordered stream, "nothing yet", that the stream has
 * come to its end, or that another edge is to be asked for it.
 *
 * @param position bytes sent to this edge so far, over all streams and including this answer; the
 *     edge acknowledges the highest one it has seen, so that a lost answer can't shut the window
 * @param previous sequence of the frame that this edge was sent before this one, -1 if none; a
 *     frame between the two was dropped on purpose, a frame before it that never came was lost
 * @param missed newer frames that found no ask waiting since the last answer: more asks are needed
 * @param age how long the frame had been at the ingest by then, nanoseconds: the only way to tell a
 *     picture's age at the edge without comparing the clocks of two machines
 * @param frame the frame; null if there is none
 * @param run the bytes of an ordered stream; null if there are none. With neither it means "nothing
 *     yet, ask again"
 * @param isOver whether the stream is at its end; it begins anew for who asks again
 * @param elsewhere where the edge is to get the stream from; null if from here
 */
public record Answer(
    long position,
    long previous,
    int missed,
    long age,
    Frame frame,
    StretchRun run,
    boolean isOver,
    Place elsewhere) {

  static Answer of(long position, long previous, int missed, long age, Frame frame) {
    return new Answer(position, previous, missed, age, frame, null, false, null);
  }

  static Answer of(long position, StretchRun run) {
    return new Answer(position, -1, 0, 0, null, run, false, null);
  }

  static Answer nothingYet(long position) {
    return new Answer(position, -1, 0, 0, null, null, false, null);
  }

  static Answer over(long position) {
    return new Answer(position, -1, 0, 0, null, null, true, null);
  }

  static Answer elsewhere(long position, Place place) {
    return new Answer(position, -1, 0, 0, null, null, false, place);
  }

  /** Whose it is; only of one that has something in it. */
  Epoch epoch() {
    return hasFrame() ? frame.epoch() : run.epoch();
  }

  public boolean hasFrame() {
    return frame != null;
  }

  boolean hasRun() {
    return run != null;
  }

  /** Whether what it brings is of the kind that was asked for. */
  public boolean fits(Ask.Kind kind) {
    return (!hasFrame() || kind == Ask.Kind.FRAME) && (!hasRun() || kind == Ask.Kind.STRETCH);
  }

  /** Bytes that it brings, as the window counts them. */
  public int size() {
    if (hasFrame()) {
      return frame.size();
    }
    return hasRun() ? run.size() : 0;
  }
}
