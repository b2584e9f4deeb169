package dev.sightline.edge;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamState;
import io.vertx.core.json.JsonObject;

/**
 * How a stream is doing in the words of ustreamer's {@code /state}, for the programs that ask it.
 * What only an encoder has is told as by one whose camera compresses its pictures itself.
 */
final class UstreamerState {

  /** ustreamer's word for pictures that are passed on as the camera has compressed them. */
  private static final String AS_THE_CAMERA_SENDS_THEM = "HW";

  private static final int UNKNOWN = 0;
  private static final int AS_MANY_AS_THERE_ARE = 0;

  private UstreamerState() {}

  static JsonObject of(StreamStatus status, EdgeStream here, Rates rates) {
    JsonObject result =
        new JsonObject()
            .put("instance_id", "")
            .put("encoder", encoder())
            .put("source", source(status, rates))
            .put("stream", stream(here, rates));
    return new JsonObject().put("ok", true).put("result", result);
  }

  private static JsonObject encoder() {
    return new JsonObject().put("type", AS_THE_CAMERA_SENDS_THEM).put("quality", UNKNOWN);
  }

  private static JsonObject source(StreamStatus status, Rates rates) {
    return new JsonObject()
        .put(
            "resolution",
            new JsonObject().put("width", status.width()).put("height", status.height()))
        .put("online", status.state() == StreamState.LIVE)
        .put("desired_fps", AS_MANY_AS_THERE_ARE)
        .put("captured_fps", Math.round(rates.framesIn()));
  }

  private static JsonObject stream(EdgeStream here, Rates rates) {
    JsonObject clients = new JsonObject();
    here.figures().forEach(viewer -> clients.put(viewer.id(), client(viewer)));
    return new JsonObject()
        .put("queued_fps", Math.round(rates.framesIn()))
        .put("clients", here.viewers())
        .put("clients_stat", clients);
  }

  private static JsonObject client(ViewerFigures viewer) {
    PartOptions options = viewer.options();
    return new JsonObject()
        .put("fps", viewer.framesPerSecond())
        .put("extra_headers", options.extraHeaders())
        .put("advance_headers", options.advanceHeaders())
        .put("dual_final_frames", options.dualFinalFrames())
        .put("zero_data", options.zeroData())
        .put("key", options.key() == null ? "0" : options.key());
  }
}
