package dev.sightline.jpeg;

import io.vertx.core.buffer.Buffer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a JPEG by its structure, while the bytes come in: segments are passed over by
 * their lengths, and with them the thumbnails inside, and entropy-coded data is searched for the
 * markers that end it (ITU-T T.81, B.1.1). Never goes back behind bytes that it has passed.
 *
 * <p>Strange markers within entropy-coded data are taken for damaged data, as decoders do; only the
 * beginning of another picture breaks the structure there.
 */
public final class JpegWalk {

  /** What is known of the picture so far. */
  public enum Progress {
    /** All that came is sound; the end is yet to come. */
    MORE,
    /** The picture is complete. */
    ENDED,
    /** This is no JPEG, or not a sound one. */
    BROKEN
  }

  /** Bytes looked at together, since an array is read far faster than a buffer. */
  private static final int WINDOW = 4096;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private static final int MARKER = 2;
  private static final int LENGTH_FIELD = 2;

  private final byte[] window = new byte[WINDOW];
  private Progress progress;
  private int at;
  private boolean hasScan;
  private int scan;
  private boolean inScan;

  public JpegWalk() {
    restart();
  }

  /** Begins with a new picture. */
  public void restart() {
    progress = Progress.MORE;
    at = 0;
    hasScan = false;
    inScan = false;
  }

  /** Walks on in the same picture, to which bytes were added. */
  public Progress advance(Buffer picture) {
    while (progress == Progress.MORE && (inScan ? passData(picture) : passMarker(picture))) {}
    return progress;
  }

  /**
   * The length of the picture that {@code body} begins with, when {@link Jpeg#judge} finds it
   * without its end because the camera counts padding or data of its own as part of it; else that
   * of {@code body}. Begins a new walk.
   */
  public int lengthOf(Buffer body) {
    restart();
    boolean isFollowed =
        Jpeg.judge(body) == JpegVerdict.TRUNCATED && advance(body) == Progress.ENDED;
    return isFollowed ? at : body.length();
  }

  /**
   * Where the walk stands, in bytes from the picture's beginning: behind its last marker when it
   * has ended, and where its structure breaks when it is broken.
   */
  public int position() {
    return at;
  }

  /**
   * Up to where bytes were passed without a look at them: to the first scan, or to where the walk
   * stands, which may be beyond the bytes that have come.
   */
  public int headerEnd() {
    return hasScan ? scan : at;
  }

  /** Takes the marker here with its segment; false when the walk can't go on for now. */
  private boolean passMarker(Buffer picture) {
    if (at >= picture.length()) {
      return false;
    }
    if (picture.getUnsignedByte(at) != JpegMarkers.PREFIX) {
      return end(Progress.BROKEN);
    }
    if (at + MARKER > picture.length()) {
      return false;
    }
    int code = picture.getUnsignedByte(at + 1);
    if (at == 0) {
      return code == JpegMarkers.SOI ? pass(MARKER) : end(Progress.BROKEN);
    }
    if (code == JpegMarkers.PREFIX) {
      return pass(1);
    }
    if (code == JpegMarkers.EOI && hasScan) {
      pass(MARKER);
      return end(Progress.ENDED);
    }
    return JpegMarkers.beginsSegment(code) ? passSegment(picture, code) : end(Progress.BROKEN);
  }

  private boolean passSegment(Buffer picture, int code) {
    if (at + MARKER + LENGTH_FIELD > picture.length()) {
      return false;
    }
    int length = picture.getUnsignedShort(at + MARKER);
    if (length < LENGTH_FIELD) {
      return end(Progress.BROKEN);
    }
    inScan = code == JpegMarkers.SOS;
    if (inScan && !hasScan) {
      hasScan = true;
      scan = at;
    }
    return pass(MARKER + length);
  }

  /** Passes entropy-coded data over; false when the walk can't go on for now. */
  private boolean passData(Buffer picture) {
    int loaded = Math.min(WINDOW, picture.length() - at);
    if (loaded <= 0) {
      return false; // The end may lie within a segment that hasn't come yet, too.
    }
    picture.getBytes(at, at + loaded, window);
    int marker = findMarker(loaded);
    at += marker;
    inScan = marker + MARKER > loaded;
    return marker > 0 || !inScan;
  }

  /** Where in the window a marker ends the data, else the first place where one still could. */
  private int findMarker(int loaded) {
    int found = findPrefix(0, loaded);
    while (found + MARKER <= loaded && !endsData(window[found + 1] & 0xFF)) {
      // A prefix behind a prefix may be the one that counts.
      found = findPrefix(found + 1, loaded);
    }
    return found;
  }

  private static boolean endsData(int code) {
    return code == JpegMarkers.EOI || code == JpegMarkers.SOI || JpegMarkers.maySeparateScans(code);
  }

  /** Where the first marker prefix from {@code from} on is; {@code end} when there is none. */
  private int findPrefix(int from, int end) {
    int i = from;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      // A byte of FF is a zero byte of the complement; the lowest bit set marks the first one.
      long complement = ~(long) LONGS.get(window, i);
      long zeros = (complement - LOW_BITS) & ~complement & HIGH_BITS;
      if (zeros != 0) {
        return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
      }
    }
    while (i < end && window[i] != (byte) JpegMarkers.PREFIX) {
      i++;
    }
    return i;
  }

  private boolean pass(int bytes) {
    at += bytes;
    return true;
  }

  private boolean end(Progress end) {
    progress = end;
    return false;
  }
}
