package dev.sightline.edge;

import dev.sightline.frame.Frame;
import java.util.Arrays;

/**
 * The entity tag of a frame (RFC 9110, section 8.8.3): the same at every edge, in every region, and
 * another one for each frame that a stream ever had.
 */
final class EntityTag {

  private static final int RADIX = 36;

  private EntityTag() {}

  static String of(Frame frame) {
    return "\"%s.%s.%s\""
        .formatted(
            frame.stream(),
            Long.toString(frame.origin().epoch().startedAt(), RADIX),
            Long.toString(frame.origin().sequence(), RADIX));
  }

  /**
   * Whether one who sent this {@code If-None-Match} has the frame already. No tag of ours holds a
   * comma, so one that does, and is torn here, is not ours.
   */
  static boolean isKnown(String ifNoneMatch, Frame frame) {
    if (ifNoneMatch == null) {
      return false;
    }
    String tag = of(frame);
    return ifNoneMatch.strip().equals("*")
        || Arrays.stream(ifNoneMatch.split(","))
            .map(known -> known.strip().replaceFirst("^W/", ""))
            .anyMatch(tag::equals);
  }
}
