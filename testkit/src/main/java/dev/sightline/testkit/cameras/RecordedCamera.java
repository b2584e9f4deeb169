package dev.sightline.testkit.cameras;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one kind of camera sends, and what is to be found in it.
 *
 * @param name the file's name without its ending
 * @param family whose cameras these are: a row of docs/cameras.md
 * @param request the request that it answers: method and target
 * @param head status line and header fields with the blank line behind them, as on the wire
 * @param wire the body as on the wire, in chunks when the head says so
 * @param body the body itself
 * @param format the name of the format that the pictures are in
 * @param pictures the whole pictures in it, in order
 * @param others what the parts between them are: names of verdicts, in order
 * @param quirks the names of what has to be tolerated to find them
 */
public record RecordedCamera(
    String name,
    String family,
    String request,
    Buffer head,
    Buffer wire,
    Buffer body,
    String format,
    List<Buffer> pictures,
    List<String> others,
    Set<String> quirks) {

  /** The whole answer as it goes over the wire. */
  public Buffer response() {
    return head.copy().appendBuffer(wire);
  }

  /** The value of a header field of the answer, looked up in any case. */
  public Optional<String> header(String field) {
    return head.toString(ISO_8859_1)
        .lines()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, field + ":", 0, field.length() + 1))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst();
  }

  @Override
  public String toString() {
    return name;
  }
}
