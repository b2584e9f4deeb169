package dev.sightline.edge;

import dev.sightline.frame.Frame;
import dev.sightline.multipart.PartWriter;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Optional;

/** The forms in which a frame goes to viewers, each with all that surrounds the picture. */
enum WireForm {

  /** The bare picture, for viewers who each want something else around it. */
  PICTURE {
    @Override
    Optional<SharedBuffer> compose(Frame frame, FrameMemory memory) {
      return memory.join(frame.jpeg());
    }
  },

  /** A part of a multipart stream, with its header and the delimiter that follows it. */
  PART {
    @Override
    Optional<SharedBuffer> compose(Frame frame, FrameMemory memory) {
      return memory.join(
          PartWriter.header(frame.capturedAt(), frame.size()), frame.jpeg(), PartWriter.trailer());
    }
  },

  /** The picture as one binary WebSocket message. */
  BINARY_MESSAGE {
    @Override
    Optional<SharedBuffer> compose(Frame frame, FrameMemory memory) {
      return memory.join(binaryHeader(frame.size()), frame.jpeg());
    }
  },

  /** A data URL as one WebSocket text message, as mjpeg-relay's clients expect it. */
  TEXT_MESSAGE {
    @Override
    Optional<SharedBuffer> compose(Frame frame, FrameMemory memory) {
      byte[] base64 = Base64.getEncoder().encode(frame.jpeg().getBytes());
      return memory.join(
          messageHeader(TEXT, DATA_URL.length() + base64.length),
          Buffer.buffer(DATA_URL),
          Buffer.buffer(base64));
    }
  };

  /** The MIME word is spelt as mjpeg-relay spells it. */
  private static final String DATA_URL = "data:image/jpg;base64,";

  /** First bytes of a message in a single frame, RFC 6455, section 5.2. */
  private static final int TEXT = 0x81;

  private static final int BINARY = 0x82;
  private static final int SHORT_LENGTH = 125;
  private static final int TWO_BYTES_FOLLOW = 126;
  private static final int EIGHT_BYTES_FOLLOW = 127;
  private static final int TWO_BYTES = 0xFFFF;

  /** The frame in this form; empty when there is no memory for it. */
  abstract Optional<SharedBuffer> compose(Frame frame, FrameMemory memory);

  /** What goes before the payload of a binary WebSocket message. */
  static Buffer binaryHeader(int length) {
    return messageHeader(BINARY, length);
  }

  private static Buffer messageHeader(int firstByte, int length) {
    Buffer header = Buffer.buffer().appendUnsignedByte((short) firstByte);
    if (length <= SHORT_LENGTH) {
      return header.appendByte((byte) length);
    }
    if (length <= TWO_BYTES) {
      return header.appendByte((byte) TWO_BYTES_FOLLOW).appendUnsignedShort(length);
    }
    return header.appendByte((byte) EIGHT_BYTES_FOLLOW).appendLong(length);
  }
}
