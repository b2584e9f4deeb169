package dev.sightline.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;

/**
 * A codec of our own for immutable values: on one node they are passed as they are, without a copy.
 */
abstract class ValueCodec<T> implements MessageCodec<T, T> {

  private static final int LONGEST_NAME = 255;

  private final String name;

  ValueCodec(String name) {
    this.name = name;
  }

  /** One length byte, then that many ASCII bytes: names of nodes and streams are both short. */
  static void appendName(Buffer wire, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > LONGEST_NAME) {
      throw new IllegalArgumentException("a name of " + bytes.length + " bytes is too long");
    }
    wire.appendUnsignedByte((short) bytes.length).appendBytes(bytes);
  }

  static String nameAt(int at, Buffer wire) {
    return wire.getString(at + 1, at + 1 + wire.getUnsignedByte(at), "US-ASCII");
  }

  @Override
  public final T transform(T value) {
    return value;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final byte systemCodecID() {
    return -1;
  }
}
