package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeedleTest {

  @Test
  void findsWhatASearchAtEveryPositionFinds() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      String needle = letters(random, 1 + random.nextInt(6));
      String text = letters(random, random.nextInt(200));
      assertThat(found(needle, text)).as("seed %d", seed).isEqualTo(expected(needle, text));
    }
  }

  @Test
  void tellsWhereItCouldStillBegin() {
    byte[] data = "....--fra".getBytes(ISO_8859_1);
    Needle needle = new Needle("--frame".getBytes(ISO_8859_1));
    assertThat(needle.find(data, 0, data.length)).isBetween(data.length - 6, 4);
  }

  private static List<Integer> found(String text, String data) {
    byte[] bytes = data.getBytes(ISO_8859_1);
    Needle needle = new Needle(text.getBytes(ISO_8859_1));
    List<Integer> positions = new ArrayList<>();
    int at = needle.find(bytes, 0, bytes.length);
    while (at + needle.length() <= bytes.length) {
      positions.add(at);
      at = needle.find(bytes, needle.after(at), bytes.length);
    }
    return positions;
  }

  private static List<Integer> expected(String needle, String text) {
    List<Integer> positions = new ArrayList<>();
    for (int at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
      positions.add(at);
    }
    return positions;
  }

  private static String letters(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("ab-".charAt(random.nextInt(3)));
    }
    return text.toString();
  }
}
