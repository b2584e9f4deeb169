package dev.sightline.testkit;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * One request that a fake camera was sent.
 *
 * @param line the request line, such as {@code GET /video HTTP/1.1}
 * @param headers looked up without regard to case
 */
public record CameraRequest(String line, MultiMap headers) {

  static CameraRequest of(List<String> lines) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String line : lines.subList(1, lines.size())) {
      HeaderLine header = HeaderLine.of(line);
      headers.add(header.name(), header.value());
    }
    return new CameraRequest(lines.get(0), headers);
  }

  /** Whether it carries {@code credentials}, as {@code user:password}, by Basic authentication. */
  boolean isBy(String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    String wanted = "Basic " + Base64.getEncoder().encodeToString(bytes);
    return wanted.equals(headers.get("Authorization"));
  }
}
