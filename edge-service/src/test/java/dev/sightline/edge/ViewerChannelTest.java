package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is asked of the operating system for a viewer's socket, on either transport. */
class ViewerChannelTest {

  private static final int UNSENT = 16 << 10;
  private static final int IN_ALL = 64 << 10;

  private Vertx vertx;

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void letsLittleWaitInTheKernelBehindWhatTheNetworkTakes() {
    long unsent = optionOfAViewer(true, EpollChannelOption.TCP_NOTSENT_LOWAT);
    assertThat(unsent).isEqualTo(UNSENT);
  }

  /** Linux grants twice what is asked for, and counts its own records in. */
  @Test
  void boundsTheWholeBufferWhereItCanOnlyDoThat() {
    int buffer = optionOfAViewer(false, ChannelOption.SO_SNDBUF);
    assertThat(buffer).isBetween(IN_ALL, 2 * IN_ALL);
  }

  private <T> T optionOfAViewer(boolean nativeTransport, ChannelOption<T> option) {
    vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
    Promise<T> seen = Promise.promise();
    int port =
        Await.result(
                vertx
                    .createHttpServer(EdgeServerOptions.create(EdgeConfig.DEFAULT.viewerTimeout()))
                    .requestHandler(
                        request -> seen.complete(letIn(request).config().getOption(option)))
                    .listen(0, "127.0.0.1"))
            .actualPort();
    try (RawConnection viewer = new RawConnection(port)) {
      viewer.send("GET / HTTP/1.1\r\nHost: edge\r\n\r\n");
      return Await.result(seen.future());
    }
  }

  private static Channel letIn(HttpServerRequest request) {
    ViewerChannel.ofResponse(request);
    return ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
  }
}
