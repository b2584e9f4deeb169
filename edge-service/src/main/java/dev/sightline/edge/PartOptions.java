package dev.sightline.edge;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a viewer of multipart wants its parts, in the words of ustreamer's clients.
 *
 * @param extraHeaders each part tells more of itself, in headers that begin with {@code
 *     X-UStreamer}
 * @param advanceHeaders the header of a part comes with the part before, so that Chrome shows that
 *     one at once; it can't tell a length then, nor anything else
 * @param dualFinalFrames the last frame of a burst is sent twice, so that WebKit shows it at once
 * @param zeroData parts come without their pictures
 * @param pymjpeg the boundary is announced together with its dashes, which the clients of pymjpeg
 *     look for as they are announced
 * @param key tells this viewer from others in {@code /state}; null when none is given that could be
 *     given back
 */
record PartOptions(
    boolean extraHeaders,
    boolean advanceHeaders,
    boolean dualFinalFrames,
    boolean zeroData,
    boolean pymjpeg,
    String key) {

  /** Parts as everybody has them. */
  static final PartOptions NONE = new PartOptions(false, false, false, false, false, null);

  /** Parts as pymjpeg sends them. */
  static final PartOptions PYMJPEG = new PartOptions(false, false, false, false, true, null);

  private static final Set<String> YES = Set.of("1", "true", "yes");

  /** It is given back in a cookie and in {@code /state}. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * Reads them. What isn't understood is ignored, as other programs use the same names for other
   * things.
   */
  static PartOptions of(MultiMap query) {
    return new PartOptions(
        isOn(query, "extra_headers"),
        isOn(query, "advance_headers"),
        isOn(query, "dual_final_frames"),
        isOn(query, "zero_data"),
        false,
        keyIn(query));
  }

  private static boolean isOn(MultiMap query, String name) {
    String value = query.get(name);
    return value != null && YES.contains(value.toLowerCase(Locale.ROOT));
  }

  private static String keyIn(MultiMap query) {
    String key = query.get("key");
    return key != null && KEY.matcher(key).matches() ? key : null;
  }

  /** Whether every part is the same for all viewers who want it so. */
  boolean shareParts() {
    return !extraHeaders && !advanceHeaders && !zeroData;
  }
}
