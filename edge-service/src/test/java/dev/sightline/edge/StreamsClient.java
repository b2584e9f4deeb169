package dev.sightline.edge;

import dev.sightline.testkit.Await;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A client of {@code /streams} that does what the test says and remembers all it is told. */
final class StreamsClient {

  /** A binary message, taken apart. */
  record Picture(
      int version,
      int flags,
      int id,
      long leftOut,
      long sequence,
      long capturedAt,
      long writtenAt,
      Buffer jpeg) {

    static Picture of(Buffer message) {
      return new Picture(
          message.getUnsignedByte(0),
          message.getUnsignedByte(1),
          message.getUnsignedShort(2),
          message.getUnsignedInt(4),
          message.getLong(8),
          message.getLong(16),
          message.getLong(24),
          message.getBuffer(32, message.length()));
    }
  }

  private final List<JsonObject> texts = new CopyOnWriteArrayList<>();
  private final List<Picture> pictures = new CopyOnWriteArrayList<>();
  private final WebSocket socket;

  /**
   * @param client to be kept by the caller, who may share it
   */
  StreamsClient(WebSocketClient client, EdgeFixture edge) {
    this(client, edge, "/streams");
  }

  /** One with a query. */
  StreamsClient(WebSocketClient client, EdgeFixture edge, String path) {
    socket =
        Await.result(
            client
                .webSocket()
                .textMessageHandler(text -> texts.add(new JsonObject(text)))
                .binaryMessageHandler(message -> pictures.add(Picture.of(message)))
                .connect(edge.port(), "127.0.0.1", path));
  }

  WebSocket socket() {
    return socket;
  }

  StreamsClient say(JsonObject message) {
    return say(message.encode());
  }

  StreamsClient say(String message) {
    Await.result(socket.writeTextMessage(message));
    return this;
  }

  /** Watches a stream and returns the number by which its pictures are told. */
  int watch(String stream) {
    say(new JsonObject().put("type", "watch").put("stream", stream));
    return await("watching", text -> stream.equals(text.getString("stream"))).getInteger("id");
  }

  StreamsClient unwatch(String stream) {
    return say(new JsonObject().put("type", "unwatch").put("stream", stream));
  }

  StreamsClient credit(int pictures) {
    return say(new JsonObject().put("type", "credit").put("pictures", pictures));
  }

  /** Returns when everything said before has been heard. */
  StreamsClient sync() {
    String id = "sync " + texts.size();
    say(new JsonObject().put("type", "ping").put("id", id));
    await("pong", text -> id.equals(text.getString("id")));
    return this;
  }

  List<JsonObject> texts(String type) {
    return texts.stream().filter(text -> type.equals(text.getString("type"))).toList();
  }

  JsonObject await(String type) {
    return await(type, text -> true);
  }

  /** The first message of a type that is meant. */
  JsonObject await(String type, Predicate<JsonObject> meant) {
    Await.until("a message of type " + type, () -> texts(type).stream().anyMatch(meant));
    return texts(type).stream().filter(meant).findFirst().orElseThrow();
  }

  /** The names in the newest list of streams. */
  List<String> listed() {
    List<JsonObject> lists = texts("streams");
    JsonArray newest =
        lists.isEmpty() ? new JsonArray() : lists.get(lists.size() - 1).getJsonArray("streams");
    return newest.stream().map(line -> ((JsonObject) line).getString("stream")).toList();
  }

  List<Picture> pictures() {
    return pictures;
  }

  List<Picture> pictures(int id) {
    return pictures.stream().filter(picture -> picture.id() == id).toList();
  }

  Picture awaitPicture(int number) {
    Await.until(number + " pictures", () -> pictures.size() >= number);
    return pictures.get(number - 1);
  }
}
