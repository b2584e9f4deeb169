package dev.sightline.access;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** As much of a request as a gate looks at, without a connection. */
final class FakeRequest {

  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
  private final String query;
  private final MultiMap parameters = MultiMap.caseInsensitiveMultiMap();

  /**
   * @param query null for none
   * @throws IllegalArgumentException for a query to which Vert.x answers by itself
   */
  private FakeRequest(String query) {
    this.query = query;
    if (query != null) {
      new QueryStringDecoder(query, false).parameters().forEach(parameters::add);
    }
  }

  static HttpServerRequest of(Iterable<String> authorizations, String query) {
    FakeRequest request = new FakeRequest(query);
    authorizations.forEach(value -> request.headers.add("Authorization", value));
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            FakeRequest.class.getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) -> request.answer(method));
  }

  private Object answer(Method method) {
    return switch (method.getName()) {
      case "headers" -> headers;
      case "query" -> query;
      case "params" -> parameters;
      case "canUpgradeToWebSocket" -> false;
      default -> throw new UnsupportedOperationException(method.getName());
    };
  }
}
