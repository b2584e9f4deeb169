package dev.sightline.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.drawing.PngPicture;
import dev.sightline.jpeg.Jpeg;
import dev.sightline.multipart.PartLimits;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds whatever is pushed. An input is the request's {@code Content-Type}, a line feed, and
 * the body.
 */
@Timeout(10)
class PushBodyFuzzTest {

  private static final int MOST = 8 << 10;
  private static final PartLimits LIMITS = new PartLimits(512, MOST, 1 << 10);

  /** The longest chunk in which a body comes. */
  private static final int CHUNK = 100;

  static Stream<byte[]> pushes() {
    String jpeg = SampleJpegs.frame(1, SampleJpegs.SMALLEST, Instant.EPOCH).toString(ISO_8859_1);
    String png = png();
    String form = "Content-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n";
    return Stream.of(
            "\n" + jpeg,
            "image/jpeg\n" + jpeg + jpeg.substring(0, 500) + jpeg,
            "image/png\n" + png,
            "image/png\n" + png.substring(0, png.length() - 20),
            "multipart/form-data; boundary=b\n--b\r\n" + form + png + "\r\n--b--\r\n",
            "multipart/x-mixed-replace;boundary=--b\n--b\r\nContent-Length: 1024\r\n\r\n"
                + jpeg
                + "\r\n--b\r\n\r\n"
                + jpeg
                + "\r\n--b",
            "multipart/mixed; boundary=\"\"\n----\r\n\r\n" + jpeg,
            "text/plain\nHello")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  private static String png() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_INT_ARGB), "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return png.toString(ISO_8859_1);
  }

  @MethodSource("pushes")
  @FuzzTest
  void holdsPicturesOrIsRefusedHoweverItIsSplit(byte[] input) {
    String text = new String(input, ISO_8859_1);
    int end = text.indexOf('\n');
    String type = end <= 0 ? null : text.substring(0, end);
    Buffer body = Buffer.buffer(text.substring(end + 1).getBytes(ISO_8859_1));

    List<Object> whole = read(type, List.of(body));
    List<Object> split = read(type, chunks(body));

    assertThat(split).isEqualTo(whole);
    for (Object found : whole) {
      if (found instanceof Buffer picture && PngPicture.isPng(picture)) {
        convert(picture);
      }
    }
  }

  private static List<Buffer> chunks(Buffer body) {
    Random random = new Random(body.hashCode());
    List<Buffer> chunks = new ArrayList<>();
    for (int at = 0; at < body.length(); ) {
      int next = Math.min(body.length(), at + 1 + random.nextInt(CHUNK));
      chunks.add(body.getBuffer(at, next));
      at = next;
    }
    return chunks;
  }

  /** The pictures in it, and the refusal. */
  private static List<Object> read(String type, List<Buffer> chunks) {
    List<Object> found = new ArrayList<>();
    PushBody body =
        new PushBody(
            type,
            LIMITS,
            part -> {
              assertThat(part.body().length()).isLessThanOrEqualTo(MOST);
              found.add(part.body());
            });
    try {
      chunks.forEach(body::handle);
      body.end();
      if (found.isEmpty() && !body.isEmpty()) {
        throw body.noPicture();
      }
    } catch (PushRefusal refusal) {
      assertThat(refusal.code()).isIn(400, 413, 415);
      assertThat(refusal.getMessage()).matches("[ -~]{1,300}");
      // How many of the first bytes are shown depends on how many had come.
      found.add(refusal.code() + refusal.getMessage().replaceFirst(" its first bytes .*", ""));
    }
    return found;
  }

  private static void convert(Buffer png) {
    try {
      assertThat(Jpeg.begins(PngPicture.toJpeg(png))).isTrue();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).matches("the PNG [ -~×]{1,200}");
    }
  }
}
