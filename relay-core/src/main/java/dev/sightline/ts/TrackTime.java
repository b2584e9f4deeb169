package dev.sightline.ts;

import java.util.OptionalLong;

/**
 * The times of one elementary stream of an upload, or those of its clock. Each finds out by itself
 * where they jump, since one stream does so a little before another.
 */
final class TrackTime {

  /** Some multiplexers write times of showing only, which go back a little. */
  private static final long BACK = TsTime.PER_SECOND / 2;

  private final UploadTime upload;
  private OptionalLong last = OptionalLong.empty();
  private long shift;

  TrackTime(UploadTime upload) {
    this.upload = upload;
  }

  /**
   * How far {@code time} and all that comes with it have to be moved.
   *
   * @param before the last time that left on the same PID, perhaps of another upload
   */
  long shiftOf(long time, OptionalLong before) {
    if (last.isEmpty()) {
      shift = upload.shift().orElseGet(() -> upload.anchor(time, before));
    } else if (!goesOn(time, last.getAsLong())) {
      shift = isWhereOthersAre(time) ? upload.shift().getAsLong() : upload.anchor(time);
    }
    last = OptionalLong.of(time);
    return shift;
  }

  private boolean goesOn(long time, long before) {
    long step = TsTime.since(before, time);
    return step >= -BACK && (step <= UploadTime.JUMP || upload.isPlausible(time + shift));
  }

  /** Whether another stream of the upload has made the same jump before. */
  private boolean isWhereOthersAre(long time) {
    long newest = upload.shift().getAsLong();
    return newest != shift && upload.isNearLatest(time + newest);
  }
}
