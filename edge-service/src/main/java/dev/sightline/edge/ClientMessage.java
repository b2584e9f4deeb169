package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** What a client of {@code /streams} says: one JSON object per text message. */
final class ClientMessage {

  /** Who does what the client asks for. */
  interface Listener {

    /** It wants the pictures of a stream, or wants them at another rate. */
    void watch(StreamId stream, FrameRateCap cap);

    /** It wants no more of them. */
    void unwatch(StreamId stream);

    /** It takes so many more pictures. */
    void credit(int pictures);

    /** It wants to know which streams there are, now and when that changes. */
    void list();

    /** It wants an answer, to know the delay and our clock. */
    void ping(String id);
  }

  /** Characters of a message. */
  static final int LONGEST = 4096;

  /** Characters of a ping's id. */
  private static final int LONGEST_ID = 64;

  private final JsonObject json;

  private ClientMessage(JsonObject json) {
    this.json = json;
  }

  /**
   * Calls the one method of {@code listener} that the message means.
   *
   * @throws BadMessageException with a sentence for the client when there is none
   */
  static void read(String message, Listener listener) throws BadMessageException {
    if (message.length() > LONGEST) {
      throw new BadMessageException("A message may have at most 4096 characters.");
    }
    try {
      new ClientMessage(new JsonObject(message)).tell(listener);
    } catch (DecodeException e) {
      throw new BadMessageException("A message must be one JSON object.");
    }
  }

  private void tell(Listener listener) throws BadMessageException {
    switch (json.getValue("type") instanceof String type ? type : "") {
      case "watch" -> listener.watch(stream(), cap());
      case "unwatch" -> listener.unwatch(stream());
      case "credit" -> listener.credit(pictures());
      case "list" -> listener.list();
      case "ping" -> listener.ping(id());
      default ->
          throw new BadMessageException(
              "The type of a message must be watch, unwatch, credit, list or ping.");
    }
  }

  private StreamId stream() throws BadMessageException {
    if (!(json.getValue("stream") instanceof String name)) {
      throw new BadMessageException("The message must name a stream.");
    }
    if (!StreamId.isValid(name)) {
      throw new BadMessageException(
          "A stream's name is 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit.");
    }
    return new StreamId(name);
  }

  private FrameRateCap cap() throws BadMessageException {
    Object fps = json.getValue("fps");
    if (fps == null) {
      return FrameRateCap.NONE;
    }
    try {
      return FrameRateCap.of(fps instanceof Number ? fps.toString() : "");
    } catch (BadQueryException e) {
      throw new BadMessageException(stream(), e.getMessage());
    }
  }

  private int pictures() throws BadMessageException {
    if (json.getValue("pictures") instanceof Integer count
        && count >= 1
        && count <= PictureTurns.MOST_CREDITS) {
      return count;
    }
    throw new BadMessageException("pictures must be a whole number from 1 to 64.");
  }

  private String id() throws BadMessageException {
    if (json.getValue("id") instanceof String id && id.length() <= LONGEST_ID) {
      return id;
    }
    throw new BadMessageException("id must be a string of at most 64 characters.");
  }
}
