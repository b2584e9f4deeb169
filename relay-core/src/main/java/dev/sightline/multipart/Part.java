package dev.sightline.multipart;

import dev.sightline.jpeg.Jpeg;
import dev.sightline.jpeg.JpegVerdict;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One body part of a stream: whatever the camera put between two delimiters, mostly one picture.
 *
 * <p>May be read by any thread. The body is never written to after the part is made, and is not
 * shared with the chunks that it came in.
 *
 * @param headerLines the part's header fields as they came, each with its colon; immutable
 * @param body the bytes of the part, with up to 64 bytes of padding if the camera counts them in
 */
public record Part(List<String> headerLines, Buffer body) {

  public Part {
    headerLines = List.copyOf(headerLines);
  }

  /**
   * The header fields, immutable and looked up in any case; the first of two with one name counts.
   * Put together at each call, since hardly anybody asks.
   */
  public Map<String, String> headers() {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : headerLines) {
      int colon = line.indexOf(':');
      fields.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    return Collections.unmodifiableMap(fields);
  }

  /** The value of a header field without white space around it, or null when there is none. */
  public String header(String name) {
    return headers().get(name);
  }

  /**
   * What the body is, by its ends.
   *
   * <p>A part that the camera cut short, or that is not a picture, is handed over all the same:
   * this is the question by which the receiver tells them apart.
   */
  public JpegVerdict verdict() {
    return Jpeg.judge(body);
  }
}
