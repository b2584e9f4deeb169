package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeProxyTest {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final FakeProxy proxy = FakeProxy.start(vertx);

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void forwardsToWhoeverHasItsCredentialsAndKeepsThemToItself() {
    HttpServer origin =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .response()
                        .end(
                            request.uri()
                                + " "
                                + request.headers().contains("Proxy-Authorization")));
    String url = "http://127.0.0.1:%d/a?b".formatted(portOf(origin));
    proxy.withCredentials("user", "password");

    assertThat(ask(url, "")).isEqualTo("407 ");
    assertThat(ask(url, "Basic dXNlcjpwYXNzd29yZA==")).isEqualTo("200 /a?b false");
    assertThat(proxy.requests()).containsExactly("GET " + url, "GET " + url);
  }

  @Test
  void saysThatThereIsNobodyBehindIt() {
    assertThat(ask("http://127.0.0.1:1/", "")).isEqualTo("502 ");
  }

  @Test
  void refusesWhenToldTo() {
    proxy.refuseWith(503);

    assertThat(ask("http://127.0.0.1:1/", "")).isEqualTo("503 ");
  }

  private static int portOf(HttpServer server) {
    return Await.result(server.listen(0, "127.0.0.1")).actualPort();
  }

  /** Status and body of what the proxy answers to a request for {@code url}. */
  private String ask(String url, String authorization) {
    RequestOptions options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(proxy.port())
            .setURI(url)
            .putHeader("Proxy-Authorization", authorization);
    Promise<String> answer = Promise.promise();
    vertx.runOnContext(
        v ->
            client
                .request(options)
                .compose(request -> request.send())
                .compose(reply -> reply.body().map(body -> reply.statusCode() + " " + body))
                .onComplete(answer));
    return Await.result(answer.future());
  }
}
