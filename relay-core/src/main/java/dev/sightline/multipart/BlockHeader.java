package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * The header before each slice of a picture or of sound in Sercomm's format, also sold by Linksys,
 * Cisco and others; numbers are little-endian:
 *
 * <pre>
 *   0        4            8       10       12     16           18     22     23      48
 *   | "MJPG" | frame size | width | height | sent | slice size | time | kind | ...   | slice
 * </pre>
 *
 * <p>How much of the frame was <em>sent</em> is told in two ways, with this slice and without it,
 * so it is counted instead.
 *
 * @param frameSize bytes of the frame, which are all of its slices together
 * @param sliceSize bytes that follow this header
 * @param isPicture whether they are of a picture
 */
record BlockHeader(long frameSize, int sliceSize, boolean isPicture) {

  static final int BYTES = 48;

  private static final String MAGIC = "MJPG";
  private static final int FRAME_SIZE = 4;
  private static final int SENT = 12;
  private static final int SLICE_SIZE = 16;
  private static final int KIND = 22;

  /** The kind of a picture; 0 where the byte isn't in use yet. */
  private static final int PICTURE = 1;

  /** The kinds of sound: up to 5 those that are compressed, and then one that isn't. */
  private static final int LAST_COMPRESSED_SOUND = 5;

  private static final int PLAIN_SOUND = 16;

  /** The header in these bytes; nothing when they are none. */
  static Optional<BlockHeader> of(Buffer bytes) {
    if (!isMagic(bytes, 0)) {
      return Optional.empty();
    }
    long frameSize = bytes.getUnsignedIntLE(FRAME_SIZE);
    int sliceSize = bytes.getUnsignedShortLE(SLICE_SIZE);
    int kind = bytes.getUnsignedByte(KIND);
    boolean isPlausible =
        sliceSize > 0
            && sliceSize <= frameSize
            && bytes.getUnsignedIntLE(SENT) <= frameSize
            && (kind <= LAST_COMPRESSED_SOUND || kind == PLAIN_SOUND);
    return isPlausible
        ? Optional.of(new BlockHeader(frameSize, sliceSize, kind <= PICTURE))
        : Optional.empty();
  }

  /** Whether a header begins at {@code position}, by its first bytes as far as they are there. */
  static boolean isMagic(Buffer bytes, int position) {
    int known = Math.min(MAGIC.length(), bytes.length() - position);
    return MAGIC.startsWith(bytes.getString(position, position + known, ISO_8859_1.name()));
  }
}
