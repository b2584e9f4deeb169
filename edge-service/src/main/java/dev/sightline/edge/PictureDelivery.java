package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * One picture on its way over a connection that others share. A hundred of them may be under way
 * there to somebody who takes nothing, so it goes out as frames do: from the memory for frames, and
 * with as much patience.
 */
final class PictureDelivery {

  private static final Buffer NOTHING = Buffer.buffer();

  private final HttpServerResponse response;
  private final ViewerChannel channel;
  private final WriteProgress progress = new WriteProgress();
  private boolean hasBegun;

  PictureDelivery(HttpServerRequest request) {
    this.response = request.response();
    this.channel = ViewerChannel.ofResponse(request);
  }

  boolean hasBegun() {
    return hasBegun;
  }

  /** Sends the head of the response, and the picture as its body; once. */
  void begin(SharedBuffer picture) {
    hasBegun = true;
    channel.begin(response, NOTHING);
    if (channel.write(picture, this::left) == Outcome.LEFT) {
      channel.end();
    } else {
      progress.begin(System.nanoTime(), channel.waiting());
    }
  }

  /** What doesn't leave has ended with its connection, or was abandoned. */
  private void left(boolean succeeded) {
    if (succeeded && !response.closed()) {
      channel.end();
    }
  }

  /** To be called every second. */
  boolean isTooSlow(Patience patience) {
    return hasBegun && progress.isTooSlow(System.nanoTime(), channel.waiting(), patience);
  }

  void abandon() {
    channel.abandon();
  }
}
