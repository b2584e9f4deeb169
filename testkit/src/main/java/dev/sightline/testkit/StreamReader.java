package dev.sightline.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads one multipart response: chunks of a connection in, pictures out. For one thread. Parts that
 * hold no picture are noted as quirks; the body of an answer other than 200 is passed over.
 */
final class StreamReader {

  private final ResponseReader response = new ResponseReader(true, this::body);
  private final Set<CameraQuirk> quirks = EnumSet.noneOf(CameraQuirk.class);
  private final BiConsumer<MultiMap, Buffer> onPicture;
  private MultipartReader parts;

  /**
   * @param onPicture called with part headers and bytes of each picture
   */
  StreamReader(BiConsumer<MultiMap, Buffer> onPicture) {
    this.onPicture = onPicture;
  }

  /**
   * @throws MalformedStreamException when the bytes are no HTTP/1 response or no multipart body
   */
  void handle(Buffer chunk) {
    response.handle(chunk);
  }

  /** The head of the response; null until it is complete. */
  ResponseHead head() {
    return response.head();
  }

  /** Whether the response, were it to end here, would end within a part. */
  boolean isInsidePart() {
    return parts != null && parts.isInsidePart();
  }

  /** The quirks met so far. */
  Set<CameraQuirk> quirks() {
    Set<CameraQuirk> met = EnumSet.copyOf(quirks);
    if (parts != null) {
      met.addAll(parts.quirks());
      met.addAll(headQuirks(response.head()));
    }
    return met;
  }

  private Set<CameraQuirk> headQuirks(ResponseHead head) {
    Set<CameraQuirk> met = EnumSet.noneOf(CameraQuirk.class);
    if (response.hasBareLineFeeds()) {
      met.add(CameraQuirk.LF_ONLY);
    }
    if (head.isChunked()) {
      met.add(CameraQuirk.CHUNKED);
    }
    if (head.headers().contains("Content-Length")) {
      met.add(CameraQuirk.ABSURD_RESPONSE_LENGTH);
    }
    if (head.version().equals("HTTP/1.0")) {
      met.add(CameraQuirk.HTTP_1_0);
    }
    return met;
  }

  private void body(Buffer bytes) {
    if (response.head().status() != 200) {
      return;
    }
    if (parts == null) {
      parts = new MultipartReader(response.head().contentType(), this::part);
    }
    parts.handle(bytes);
  }

  private void part(MultiMap headers, Buffer body) {
    String type = headers.get("Content-Type");
    if (type != null && !type.startsWith("image/")) {
      quirks.add(CameraQuirk.TEXT_PARTS_BETWEEN);
    } else if (body.length() == 0) {
      quirks.add(CameraQuirk.EMPTY_PARTS);
    } else {
      Stamp.read(body).ifPresent(stamp -> compareLength(stamp, body));
      onPicture.accept(headers, body);
    }
  }

  private void compareLength(Stamp stamp, Buffer body) {
    if (body.length() < stamp.size()) {
      quirks.add(CameraQuirk.LENGTH_TOO_SHORT);
    }
    if (body.length() > stamp.size()) {
      quirks.add(CameraQuirk.LENGTH_TOO_LONG);
    }
  }
}
