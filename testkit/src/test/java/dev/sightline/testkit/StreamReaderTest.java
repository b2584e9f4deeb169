package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamReaderTest {

  private static final Buffer FIRST = SampleJpegs.frame(0, 1_200, Instant.EPOCH);
  private static final Buffer SECOND = SampleJpegs.frame(1, 1_024, Instant.EPOCH);

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LENGTH_TOO_SHORT", "LENGTH_TOO_LONG"})
  void readsTheSameWhereverTheChunksAreCut(CameraQuirk quirk) {
    Buffer bytes = stream(Set.of(quirk));
    for (int cut = 1; cut < bytes.length(); cut++) {
      List<Buffer> pictures = read(bytes.getBuffer(0, cut), bytes.getBuffer(cut, bytes.length()));
      assertThat(pictures).as("cut at %d", cut).containsExactly(FIRST, SECOND);
    }
  }

  @Test
  void readsByteByByte() {
    Buffer bytes = stream(EnumSet.of(CameraQuirk.CHUNKED, CameraQuirk.NO_CONTENT_LENGTH));
    Buffer[] single = new Buffer[bytes.length()];
    for (int at = 0; at < single.length; at++) {
      single[at] = bytes.getBuffer(at, at + 1);
    }

    assertThat(read(single)).containsExactly(FIRST, SECOND);
  }

  @Test
  void handsASizedPictureOnWithItsLastByte() {
    CameraDialect dialect = new CameraDialect(Set.of());
    Buffer bytes = dialect.streamHead(dialect.contentType()).appendBuffer(dialect.part(FIRST));
    Buffer upToItsLastByte = bytes.getBuffer(0, bytes.length() - "\r\n".length());

    assertThat(read(upToItsLastByte)).containsExactly(FIRST);
    assertThat(read(upToItsLastByte.getBuffer(0, upToItsLastByte.length() - 1))).isEmpty();
  }

  @Test
  void goesOnAfterAClosingDelimiter() {
    CameraDialect dialect = new CameraDialect(Set.of());
    Buffer bytes = dialect.streamHead(dialect.contentType()).appendBuffer(dialect.part(FIRST));
    bytes.appendString("--sightlinecamera--\r\n\r\n").appendBuffer(dialect.part(SECOND));

    assertThat(read(bytes)).containsExactly(FIRST, SECOND);
  }

  @Test
  void refusesWhatNoQuirkExplains() {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=a\r\n\r\n";

    assertRefused("HTTP/1.1 200 OK\r\nContent-Type: multipart/x\r\n\r\n.", "has no boundary");
    assertRefused(head + "--a\r\nno header\r\n", "'no header' is no header line");
    assertRefused(head + "--a\r\nContent-Length: 1x\r\n\r\n", "'1x' is no Content-Length");
    assertRefused(head + "--a\r\nContent-Length: 99999999\r\n\r\n", "larger than 33554432 bytes");
    assertRefused(head + "--a\r\nX: " + "y".repeat(17_000), "no end within 16384 bytes");
    assertRefused("HTTP/2 200\r\n", "is no HTTP/1 status line");
  }

  private static void assertRefused(String bytes, String sentence) {
    assertThatExceptionOfType(MalformedStreamException.class)
        .as(bytes)
        .isThrownBy(() -> read(Buffer.buffer(bytes)))
        .withMessageContaining(sentence);
  }

  /** Two pictures, and the beginning of a third part so that a part without length ends. */
  private static Buffer stream(Set<CameraQuirk> quirks) {
    CameraDialect dialect = new CameraDialect(quirks);
    Buffer head = dialect.streamHead(dialect.contentType());
    return head.appendBuffer(dialect.part(FIRST))
        .appendBuffer(dialect.part(SECOND))
        .appendBuffer(dialect.part(FIRST).slice(0, 60));
  }

  private static List<Buffer> read(Buffer... chunks) {
    List<Buffer> pictures = new ArrayList<>();
    StreamReader reader = new StreamReader((headers, picture) -> pictures.add(picture));
    for (Buffer chunk : chunks) {
      reader.handle(chunk);
    }
    return pictures;
  }
}
