package dev.sightline.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What passes the tap, what doesn't, and that memory of the socket is given back. */
class ChunkTapTest {

  private final Vertx vertx = Vertx.vertx();

  /** A field, since a client that is garbage closes its connections. */
  private final HttpClient client = vertx.createHttpClient();

  private final List<String> taken = new ArrayList<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new ChunkTap(
              ((VertxInternal) vertx).getOrCreateContext(),
              chunk -> taken.add(chunk.toString()),
              Optional.empty()));

  @AfterEach
  void stop() {
    channel.finishAndReleaseAll();
    Await.result(vertx.close());
  }

  @Test
  void takesTheBytesAndGivesTheirMemoryBack() {
    ByteBuf socket = bytes("before the picture").skipBytes("before ".length());
    channel.writeInbound(new DefaultHttpContent(socket));

    assertThat(taken).containsExactly("the picture");
    assertThat(socket.refCnt()).isZero();
    assertThat(channel.inboundMessages()).isEmpty();
  }

  @Test
  void passesTheEndOnWithoutTheBytesItTook() {
    ByteBuf socket = bytes("the last of it");
    channel.writeInbound(new DefaultLastHttpContent(socket));

    assertThat(taken).containsExactly("the last of it");
    assertThat(socket.refCnt()).isZero();
    assertThat(channel.<Object>readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  @Test
  void leavesToVertxWhatIsBroken() {
    DefaultHttpContent broken = new DefaultHttpContent(bytes("not a chunk"));
    broken.setDecoderResult(DecoderResult.failure(new IllegalArgumentException()));
    channel.writeInbound(broken);

    assertThat(taken).isEmpty();
    assertThat(channel.<Object>readInbound()).isSameAs(broken);
    broken.release();
  }

  @Test
  void leavesHeadsAlone() {
    Object head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    channel.writeInbound(head);

    assertThat(channel.<Object>readInbound()).isSameAs(head);
  }

  @Test
  void takesAllBytesOfARealResponseAndLeavesNoneToVertx() {
    String body = "picture".repeat(20_000);
    List<Buffer> left = new ArrayList<>();
    Promise<Void> ended = Promise.promise();
    int camera =
        Await.result(
                vertx
                    .createHttpServer()
                    .requestHandler(request -> request.response().end(body))
                    .listen(0, "127.0.0.1"))
            .actualPort();

    Await.result(
        vertx.deployVerticle(
            context ->
                client
                    .request(HttpMethod.GET, camera, "127.0.0.1", "/")
                    .compose(
                        request ->
                            request.send().onSuccess(response -> tap(request, left, ended)))));
    Await.result(ended.future());

    assertThat(String.join("", taken)).isEqualTo(body);
    assertThat(left).isEmpty();
  }

  /** As a camera's connection does it. */
  private void tap(HttpClientRequest request, List<Buffer> left, Promise<Void> ended) {
    request.response().result().handler(left::add).endHandler(ended::complete);
    ChunkTap.open(vertx, request.response().result(), chunk -> taken.add(chunk.toString()));
  }

  private static ByteBuf bytes(String text) {
    return PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(text.getBytes(US_ASCII));
  }
}
