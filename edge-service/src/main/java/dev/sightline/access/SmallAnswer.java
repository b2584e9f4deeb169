package dev.sightline.access;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads bodies of services, of which none needs to be long. */
final class SmallAnswer {

  private SmallAnswer() {}

  /** The whole body; fails when it is longer than {@code most} bytes, and reads no more of it. */
  static Future<Buffer> of(HttpClientResponse response, int most) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > most) {
            response.request().reset();
            whole.tryFail("its answer is longer than %d bytes".formatted(most));
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(v -> whole.tryComplete(body));
    return whole.future();
  }
}
