package dev.sightline.access;

import dev.sightline.access.Denial.Reason;
import dev.sightline.frame.StreamId;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What another service is told of a request, to say whether it may go on: all but secrets that are
 * meant for somebody else, and nothing that the viewer made up.
 *
 * @param headers of the question
 */
record Question(MultiMap headers) {

  private static final List<String> CREDENTIALS = List.of("Authorization", "Cookie");
  private static final String UPLOAD = "/upload/";

  /**
   * The question about a request.
   *
   * @throws DeniedException if there are characters in the request that none can have
   */
  static Question of(
      HttpServerRequest request, Action action, Collection<StreamId> streams, Caller caller)
      throws DeniedException {
    try {
      String uri = withoutSecrets(request);
      MultiMap headers =
          HttpHeaders.headers()
              .add("X-Forwarded-Method", request.method().name())
              .add("X-Forwarded-Proto", caller.secure() ? "https" : "http")
              .add("X-Forwarded-Host", Origins.hostOf(request))
              .add("X-Forwarded-Uri", uri)
              .add("X-Forwarded-For", caller.address())
              .add("X-Original-URI", uri)
              .add("X-Sightline-Action", action.name().toLowerCase(Locale.ROOT));
      streams.forEach(stream -> headers.add("X-Sightline-Stream", stream.name()));
      CREDENTIALS.forEach(name -> headers.add(name, request.headers().getAll(name)));
      return new Question(headers);
    } catch (IllegalArgumentException e) {
      throw new DeniedException(
          Denial.of(Reason.UNREADABLE, 400, "This request has characters that none can have."));
    }
  }

  /** Who shows nothing may be let in for something that the next one hasn't. */
  boolean showsCredentials() {
    return CREDENTIALS.stream().anyMatch(headers::contains);
  }

  /** All that an answer may depend on, but for the URL's query. */
  String[] parts() {
    List<String> parts = new ArrayList<>();
    for (String name : headers.names().stream().sorted().toList()) {
      parts.add(name);
      parts.add(headers.getAll(name).stream().map(Question::withoutQuery).toList().toString());
    }
    return parts.toArray(String[]::new);
  }

  private static String withoutQuery(String value) {
    return value.startsWith("/") ? value.replaceFirst("\\?.*", "") : value;
  }

  /** The rest of an upload's path and a push's token are what lets them in at the ingest. */
  private static String withoutSecrets(HttpServerRequest request) {
    String uri = request.uri();
    int query = uri.indexOf('?');
    String path = decoded(query < 0 ? uri : uri.substring(0, query));
    int upload = path.indexOf(UPLOAD);
    if (upload >= 0) {
      return path.substring(0, upload + UPLOAD.length());
    }
    if (query < 0 || !request.params().contains(Credentials.TOKEN)) {
      return uri;
    }
    return Stream.of(uri.substring(query + 1).split("[&;]"))
        .filter(parameter -> !nameOf(parameter).equalsIgnoreCase(Credentials.TOKEN))
        .collect(Collectors.joining("&", uri.substring(0, query + 1), ""));
  }

  private static String nameOf(String parameter) {
    return decoded(parameter.split("=", 2)[0]);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
