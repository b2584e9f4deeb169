package dev.sightline.edge;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What an edge says to a client of {@code /streams}; docs/websocket.md has the layouts. */
final class EdgeMessage {

  /** Of texts and pictures together. */
  private static final int VERSION = 1;

  /** The flag of an offline card. */
  private static final int CARD = 1;

  /** Bytes before the JPEG in a binary message. */
  static final int PICTURE_HEADER = 32;

  private EdgeMessage() {}

  static String hello() {
    return message("hello").put("version", VERSION).put("time", WallClock.micros()).encode();
  }

  /**
   * @param id stands for the stream in binary messages
   */
  static String watching(StreamId stream, int id) {
    return about(stream, id, "watching").encode();
  }

  static String state(StreamCondition condition, int id) {
    return condition.putTo(about(condition.stream(), id, "state")).encode();
  }

  static String streams(List<StreamCondition> conditions) {
    JsonArray list = new JsonArray();
    conditions.forEach(condition -> list.add(condition.putTo(new JsonObject())));
    return message("streams").put("streams", list).encode();
  }

  static String ended(StreamId stream, int id) {
    return about(stream, id, "ended").put("reason", "this stream is no more").encode();
  }

  static String restart() {
    return message("restart").put("reason", Guest.REASON).encode();
  }

  static String error(BadMessageException problem) {
    JsonObject error = message("error");
    if (problem.stream() != null) {
      error.put("stream", problem.stream().name());
    }
    return error.put("reason", problem.getMessage()).encode();
  }

  static String pong(String id) {
    return message("pong").put("id", id).put("time", WallClock.micros()).encode();
  }

  /**
   * What goes before a JPEG, with the header of the WebSocket message.
   *
   * @param leftOut pictures of the stream that this socket had no turn for since the one before
   */
  static byte[] pictureHead(OutboundFrame picture, int id, long leftOut) {
    Frame frame = picture.frame();
    return WireForm.binaryHeader(PICTURE_HEADER + frame.size())
        .appendUnsignedByte((short) VERSION)
        .appendUnsignedByte((short) (picture.isCard() ? CARD : 0))
        .appendUnsignedShort(id)
        .appendUnsignedInt(leftOut)
        .appendLong(frame.sequence())
        .appendLong(frame.capturedAt())
        .appendLong(WallClock.micros())
        .getBytes();
  }

  private static JsonObject about(StreamId stream, int id, String type) {
    return message(type).put("stream", stream.name()).put("id", id);
  }

  private static JsonObject message(String type) {
    return new JsonObject().put("type", type);
  }
}
