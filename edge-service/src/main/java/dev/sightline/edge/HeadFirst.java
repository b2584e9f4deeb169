package dev.sightline.edge;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * The body of a request that is passed on, with an empty chunk in front. A client of Vert.x sends a
 * request's head with the first chunk; here the head has to go ahead, since a program may wait for
 * an answer to it before it sends any.
 *
 * @param body the body as it comes
 */
record HeadFirst(ReadStream<Buffer> body) implements ReadStream<Buffer> {

  @Override
  public HeadFirst handler(Handler<Buffer> handler) {
    body.handler(handler);
    if (handler != null) {
      handler.handle(Buffer.buffer());
    }
    return this;
  }

  @Override
  public HeadFirst exceptionHandler(Handler<Throwable> handler) {
    body.exceptionHandler(handler);
    return this;
  }

  @Override
  public HeadFirst endHandler(Handler<Void> handler) {
    body.endHandler(handler);
    return this;
  }

  @Override
  public HeadFirst pause() {
    body.pause();
    return this;
  }

  @Override
  public HeadFirst resume() {
    body.resume();
    return this;
  }

  @Override
  public HeadFirst fetch(long amount) {
    body.fetch(amount);
    return this;
  }
}
