package dev.sightline.ingest;

import dev.sightline.auth.Authentication;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a camera is asked with, and how far its wishes are followed.
 *
 * @param userAgent some cameras answer differently to browsers
 * @param headers further ones, each name once
 * @param method {@code GET} or {@code POST}
 * @param body what is sent with a POST
 * @param authentication which schemes may be used
 * @param redirects where the camera may send us
 */
public record RequestPolicy(
    String userAgent,
    List<RequestHeader> headers,
    String method,
    Optional<Secret> body,
    Authentication authentication,
    Redirects redirects) {

  public static final RequestPolicy DEFAULT =
      new RequestPolicy(
          "Sightline",
          List.of(),
          "GET",
          Optional.empty(),
          Authentication.AUTO,
          Redirects.SAME_HOST);

  private static final int MOST_HEADERS = 32;
  private static final int LARGEST_BODY = 64 << 10;

  public RequestPolicy {
    headers = List.copyOf(headers);
  }

  /** Whether the user sets the header {@code name}. */
  boolean sets(String name) {
    return headers.stream().anyMatch(header -> header.isNamed(name));
  }

  static RequestPolicy read(ConfigReader source, RequestPolicy defaults) {
    String method = source.value("method", RequestPolicy::method).orElse(defaults.method);
    return new RequestPolicy(
        source.value("user-agent", RequestPolicy::userAgent).orElse(defaults.userAgent),
        headers(source, defaults.headers),
        method,
        body(source, method).or(() -> defaults.body).filter(body -> method.equals("POST")),
        source.choice("authentication", defaults.authentication),
        source.choice("redirects", defaults.redirects));
  }

  private static String method(String text) {
    String method = text.toUpperCase(Locale.ROOT);
    if (!method.equals("GET") && !method.equals("POST")) {
      throw new IllegalArgumentException("must be GET or POST, not '%s'".formatted(text));
    }
    return method;
  }

  private static String userAgent(String text) {
    String userAgent = RequestHeader.checkedValue(text);
    if (userAgent.isEmpty()) {
      throw new IllegalArgumentException("must not be empty");
    }
    return userAgent;
  }

  /** A header that the source doesn't name is that of the defaults, as with other settings. */
  private static List<RequestHeader> headers(ConfigReader source, List<RequestHeader> defaults) {
    List<RequestHeader> own = source.entries("headers", MOST_HEADERS, RequestHeader::of);
    Set<String> names = new HashSet<>();
    for (RequestHeader header : own) {
      if (!names.add(header.name().toLowerCase(Locale.ROOT))) {
        source.problem("headers", "names %s twice; keep one".formatted(header.name()));
      }
    }
    return Stream.concat(
            defaults.stream()
                .filter(header -> !names.contains(header.name().toLowerCase(Locale.ROOT))),
            own.stream())
        .toList();
  }

  private static Optional<Secret> body(ConfigReader source, String method) {
    Optional<Secret> body = source.secret("body");
    if (body.isPresent() && !method.equals("POST")) {
      source.problem("body", "needs the setting 'method: POST' beside it");
    }
    if (body.isPresent() && sizeOf(body.get()) > LARGEST_BODY) {
      source.problem("body", "must not be longer than 64KiB");
    }
    return body;
  }

  private static int sizeOf(Secret body) {
    return body.value().getBytes(StandardCharsets.UTF_8).length;
  }
}
