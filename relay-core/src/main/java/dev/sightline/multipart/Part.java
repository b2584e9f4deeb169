package dev.sightline.multipart;

import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One body part of a stream: whatever the camera put between two delimiters, mostly one picture.
 *
 * <p>May be read by any thread. The body is never written to after the part is made, and is not
 * shared with the chunks that it came in.
 *
 * @param headers the part's header fields, immutable and looked up in any case; the first of two
 *     fields with one name counts
 * @param body the bytes of the part, with the padding that some cameras count as part of it
 */
public record Part(Map<String, String> headers, Buffer body) {

  public Part {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  /** The value of a header field without white space around it, or null when there is none. */
  public String header(String name) {
    return headers.get(name);
  }

  /**
   * Whether the body begins and ends as a JPEG does.
   *
   * <p>A part that the camera cut short, or that is not a picture, is handed over all the same:
   * this is the question by which the receiver tells them apart.
   */
  public boolean isWholeJpeg() {
    return JpegBounds.hold(body);
  }
}
