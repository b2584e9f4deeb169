package dev.sightline.link;

import dev.sightline.bus.Answer;
import dev.sightline.bus.Ask;
import dev.sightline.bus.AskCodec;
import dev.sightline.bus.FrameCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * One message of a link, binary and big-endian.
 *
 * <pre>
 *  byte  0   1          5        13
 *       +---+----------+--------+------------------------------------------------------+
 *       | t | length   | number | t = 1  an ask, and 2  an answer, as they are on the  |
 *       |   |          |        | bus; t = 3  nothing, since an ask is refused; t = 4  |
 *       |   |          |        | words in JSON: who is there, and an announcement     |
 *       +---+----------+--------+------------------------------------------------------+
 *  length  bytes of the whole message, so that whoever puts its pieces together knows
 *  number  that of the ask, given by who asks; of no meaning with words
 * </pre>
 *
 * @param ask what is asked; null in any other message, like the two below
 */
record LinkMessage(long number, Ask ask, Answer answer, JsonObject words) {

  /** Bytes that tell how long a message is. */
  static final int LENGTH_END = 5;

  /** Bytes before what is asked, answered or said. */
  static final int HEADER = LENGTH_END + Long.BYTES;

  private static final byte ASK = 1;
  private static final byte ANSWER = 2;
  private static final byte REFUSAL = 3;
  private static final byte WORDS = 4;

  /** An ask is short; an answer makes its own room. */
  private static final int ROOM = 160;

  private static final AskCodec ASKS = new AskCodec();
  private static final FrameCodec ANSWERS = new FrameCodec();

  static LinkMessage of(long number, Ask ask) {
    return new LinkMessage(number, ask, null, null);
  }

  /**
   * @param answer null refuses the ask
   */
  static LinkMessage of(long number, Answer answer) {
    return new LinkMessage(number, null, answer, null);
  }

  static LinkMessage of(JsonObject words) {
    return new LinkMessage(0, null, null, words);
  }

  Buffer encode() {
    Buffer wire = Buffer.buffer(ROOM).appendByte(type()).appendInt(0).appendLong(number);
    switch (type()) {
      case ASK -> ASKS.encodeToWire(wire, ask);
      case ANSWER -> ANSWERS.encodeToWire(wire, answer);
      case WORDS -> wire.appendBuffer(words.toBuffer());
      default -> {} // A refusal says nothing more.
    }
    return wire.setInt(1, wire.length());
  }

  private byte type() {
    if (ask != null) {
      return ASK;
    }
    if (answer != null) {
      return ANSWER;
    }
    return words == null ? REFUSAL : WORDS;
  }

  /** The length that the beginning of a message tells. */
  static int lengthOf(Buffer beginning) {
    return beginning.getInt(1);
  }

  /** Whether a message that begins so is an answer. */
  static boolean isAnswer(Buffer beginning) {
    return beginning.getByte(0) == ANSWER;
  }

  /** The number of the ask, likewise. */
  static long numberOf(Buffer beginning) {
    return beginning.getLong(LENGTH_END);
  }

  /**
   * @throws RuntimeException of some kind when it is none
   */
  static LinkMessage decode(Buffer wire) {
    long number = wire.getLong(LENGTH_END);
    return switch (wire.getByte(0)) {
      case ASK -> of(number, ASKS.decodeFromWire(HEADER, wire));
      case ANSWER -> of(number, ANSWERS.decodeFromWire(HEADER, wire));
      case REFUSAL -> of(number, (Answer) null);
      case WORDS -> of(wire.slice(HEADER, wire.length()).toJsonObject());
      default -> throw new IllegalArgumentException("there is no such message");
    };
  }
}
