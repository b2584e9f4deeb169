package dev.sightline.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LetteringTest {

  private static final String CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-–_.,:;'\"!?/()+=%·…";

  private static final Lettering STYLE = new Lettering(60, 0.3, 0.1, Color.WHITE);

  @Test
  void writesEachCharacterUnlikeAllOthers() {
    Set<Integer> pictures = new HashSet<>();
    for (char character : CHARACTERS.toCharArray()) {
      assertThat(pictures.add(pictureOf(character))).as("'%s'", character).isTrue();
    }
  }

  @Test
  void writesTheSameBoxForWhatItDoesNotKnow() {
    assertThat(pictureOf('漢')).isEqualTo(pictureOf('☂')).isNotEqualTo(pictureOf(' '));
    assertThat(CHARACTERS.chars().map(c -> pictureOf((char) c))).doesNotContain(pictureOf('漢'));
  }

  @Test
  void knowsHowLongATextIs() {
    double digit = 60 * 4 / 6.0;
    double gap = 60 * 0.3;

    assertThat(STYLE.length("")).isZero();
    assertThat(STYLE.length("0")).isEqualTo(digit, within(0.001));
    assertThat(STYLE.length("000")).isEqualTo(3 * digit + 2 * gap, within(0.001));
    assertThat(STYLE.advance("000")).isEqualTo(3 * (digit + gap), within(0.001));
    assertThat(STYLE.times(0.5).length("000")).isEqualTo(STYLE.length("000") / 2, within(0.001));
  }

  private static int pictureOf(char character) {
    BufferedImage picture = Canvas.create(80, 100);
    Graphics2D graphics = Canvas.smooth(picture);
    STYLE.draw(graphics, String.valueOf(character), 10, 15);
    graphics.dispose();
    return Arrays.hashCode(picture.getRGB(0, 0, 80, 100, null, 0, 80));
  }
}
