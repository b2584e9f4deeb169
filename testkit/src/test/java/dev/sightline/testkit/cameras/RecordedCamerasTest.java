package dev.sightline.testkit.cameras;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedCamerasTest {

  private static final Pattern ROW = Pattern.compile("^\\| ([^|]+) \\| `", Pattern.MULTILINE);

  private static final String ABOUT =
      "family: Any\nrequest: GET /\ntrap: None.\nsource: here\n\nresponse:\n";
  private static final String HEAD = "HTTP/1.0 200 OK¶\nContent-type:  a/b ¶\n¶\n";
  private static final String EXPECTED =
      "\n\nexpect:\nformat: MULTIPART\npictures: picture 1\nquirks: none\n";

  @Test
  void areTheRowsOfTheDocument() throws IOException {
    String document = Files.readString(Path.of("../docs/cameras.md"));
    Set<String> rows =
        ROW.matcher(document)
            .results()
            .map((MatchResult row) -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> families =
        RecordedCameras.all().stream()
            .map(RecordedCamera::family)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rows).isEqualTo(families).hasSizeGreaterThan(25);
  }

  @Test
  void showEveryByteOfTheWire() {
    RecordedCamera camera =
        parse("a¶\nb␊\nc␍\n␀{length picture 1 + 3}{hex FF00}{int16 258}{int32 1}é\n");
    int length = SamplePicture.named("picture 1").length() + 3;
    assertThat(camera.body().toString(ISO_8859_1))
        .isEqualTo("a\r\nb\nc\r\0" + length + "\u00FF\0\2\1\1\0\0\0\u00E9");
    assertThat(camera.response().toString(ISO_8859_1))
        .startsWith("HTTP/1.0 200 OK\r\nContent-type:  a/b \r\n\r\na\r\nb\n");
    assertThat(camera.header("content-TYPE")).contains("a/b");
    assertThat(camera.header("Server")).isEmpty();
  }

  @Test
  void holdSlicesOfPictures() {
    Buffer picture = SamplePicture.named("picture 1");
    RecordedCamera camera = parse("{picture 1 from 0 to 10}{picture 1 from 10}");
    assertThat(camera.body()).isEqualTo(picture);
    assertThat(camera.pictures()).containsExactly(picture);
    assertThat(SampleJpegs.isWholeJpeg(picture)).isTrue();
  }

  @Test
  void areChunkedOnTheWireOnly() {
    RecordedCamera camera = parse("{chunk}0123456789¶\n¶\n¶\n{end}{chunk}x{end}{last chunk}");
    assertThat(camera.wire().toString(ISO_8859_1))
        .isEqualTo("10\r\n0123456789\r\n\r\n\r\n\r\n1\r\nx\r\n0\r\n\r\n");
    assertThat(camera.body().toString(ISO_8859_1)).isEqualTo("0123456789\r\n\r\n\r\nx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{picture 1", "{chunk}x", "{no such thing}", "{picture x}"})
  void sayWhatIsWrongWithThem(String body) {
    assertThatIllegalArgumentException().isThrownBy(() -> parse(body));
  }

  @Test
  void needAllTheirFields() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CameraFile.parse("x", ABOUT.replace("trap", "tarp") + HEAD + EXPECTED))
        .withMessage("the field 'trap' is missing");
  }

  private static RecordedCamera parse(String body) {
    return CameraFile.parse("any", ABOUT + HEAD + body + EXPECTED);
  }
}
