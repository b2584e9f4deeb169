package dev.sightline.testkit;

/**
 * What a viewer has received so far.
 *
 * @param frames all frames, intact or not
 * @param corrupt frames that aren't what the camera sent
 * @param gaps sequence numbers that were passed over, as a viewer that is slower than the camera
 *     sees them
 * @param repeats intact frames with the sequence of the one before
 * @param backwards intact frames with a sequence below the one before
 * @param lastSequence of the last intact stamped frame; -1 before the first
 */
public record ViewerTally(
    long frames, long corrupt, long gaps, long repeats, long backwards, int lastSequence) {

  static final ViewerTally NOTHING = new ViewerTally(0, 0, 0, 0, 0, -1);

  /** Frames that are what the camera sent. */
  public long intact() {
    return frames - corrupt;
  }

  ViewerTally with(SeenFrame frame) {
    if (!frame.intact()) {
      return new ViewerTally(frames + 1, corrupt + 1, gaps, repeats, backwards, lastSequence);
    }
    if (frame.stamp().isEmpty()) {
      return new ViewerTally(frames + 1, corrupt, gaps, repeats, backwards, lastSequence);
    }
    return withSequence(frame.sequence());
  }

  private ViewerTally withSequence(int sequence) {
    boolean first = lastSequence < 0;
    int step = first ? 1 : sequence - lastSequence;
    return new ViewerTally(
        frames + 1,
        corrupt,
        gaps + Math.max(0, step - 1),
        repeats + (step == 0 ? 1 : 0),
        backwards + (step < 0 ? 1 : 0),
        sequence);
  }
}
