package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import dev.sightline.edge.LatestFrameWriter.Sink;

/**
 * Where frames go on request only, one for each: the newest that the viewer hasn't had, as soon as
 * there is one.
 */
final class PullSink implements Sink {

  /** Requests that wait for a frame; further ones get none. */
  static final int MOST_REQUESTS = 64;

  private final Sink answers;
  private int requests;

  PullSink(Sink answers) {
    this.answers = answers;
  }

  /** The viewer wants one more. */
  void request() {
    requests = Math.min(MOST_REQUESTS, requests + 1);
  }

  @Override
  public boolean isReady(LatestFrameWriter writer) {
    return requests > 0;
  }

  @Override
  public Outcome write(OutboundFrame frame, LatestFrameWriter writer) {
    Outcome outcome = answers.write(frame, writer);
    if (outcome != Outcome.NO_ROOM) {
      requests--;
    }
    return outcome;
  }

  @Override
  public long waiting() {
    return answers.waiting();
  }

  @Override
  public void abandon() {
    answers.abandon();
  }
}
