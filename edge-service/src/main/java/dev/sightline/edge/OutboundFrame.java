package dev.sightline.edge;

import dev.sightline.bus.Arrival;
import dev.sightline.frame.Frame;
import dev.sightline.multipart.PartWriter;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/**
 * A frame in the forms in which viewers take it, each made once for all viewers of the node and
 * only if somebody needs it.
 *
 * <p>Safe for any thread; two event loops may both make a form in the same moment, and then both
 * are right.
 *
 * <p>Next: {@link LatestFrameWriter}
 */
final class OutboundFrame {

  /** As mjpeg-relay begins each message; the MIME word is spelt as there. */
  private static final String DATA_URL = "data:image/jpg;base64,";

  private final Arrival arrival;
  private volatile Buffer part;
  private volatile String dataUrl;

  OutboundFrame(Arrival arrival) {
    this.arrival = arrival;
  }

  Frame frame() {
    return arrival.frame();
  }

  /** When it reached this node, {@link System#nanoTime}. */
  long arrivedAt() {
    return arrival.at();
  }

  /** A part of a multipart stream, with its header and the delimiter that follows it. */
  Buffer part() {
    Buffer made = part;
    if (made == null) {
      made = PartWriter.part(frame().capturedAt(), frame().jpeg());
      part = made;
    }
    return made;
  }

  /** A data URL, as text for mjpeg-relay's WebSocket clients. */
  String dataUrl() {
    String made = dataUrl;
    if (made == null) {
      made = DATA_URL + Base64.getEncoder().encodeToString(frame().jpeg().getBytes());
      dataUrl = made;
    }
    return made;
  }
}
