package dev.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoPictureTest {

  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  /** A difference in brightness, of 255, that is a stroke and not a trace of compression. */
  private static final int CLEAR = 60;

  @ParameterizedTest
  @CsvSource({"64, 48", "320, 240", "480, 640", "1920, 1080", "3840, 48"})
  void drawsPicturesOfAnySize(int width, int height) throws IOException {
    try (DemoPicture picture = picture(width, height)) {
      BufferedImage decoded = decode(picture.jpeg(0, NOON));

      assertThat(decoded.getWidth()).isEqualTo(width);
      assertThat(decoded.getHeight()).isEqualTo(height);
    }
  }

  @Test
  void writesBaselineJpegs() {
    try (DemoPicture picture = picture(320, 240)) {
      byte[] jpeg = picture.jpeg(0, NOON);

      assertThat(jpeg).startsWith(0xFF, 0xD8).endsWith(0xFF, 0xD9);
      assertThat(frameType(jpeg)).as("SOF0, the baseline process").isEqualTo(0xC0);
    }
  }

  @Test
  void returnsPicturesThatLaterOnesLeaveAlone() {
    try (DemoPicture picture = picture(320, 240)) {
      byte[] first = picture.jpeg(0, NOON);
      byte[] copy = first.clone();
      picture.jpeg(1, NOON.plusMillis(80));

      assertThat(first).isEqualTo(copy);
    }
  }

  @Test
  void showsThatTimePasses() throws IOException {
    try (DemoPicture picture = picture(960, 540)) {
      BufferedImage before = decode(picture.jpeg(0, NOON.plusMillis(20_000)));
      BufferedImage after = decode(picture.jpeg(0, NOON.plusMillis(20_900)));

      assertThat(clearChanges(before, after, new Rectangle2D.Double(0, 124, 960, 94))).isPositive();
      assertThat(clearChanges(before, after, new Rectangle2D.Double(0, 320, 960, 220)))
          .as("below the text something moves")
          .isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 48", "960, 540"})
  void changesOnlyTheNumberWithTheFrameNumber(int width, int height) throws IOException {
    try (DemoPicture picture = picture(width, height)) {
      BufferedImage before = decode(picture.jpeg(111_111, NOON));
      BufferedImage after = decode(picture.jpeg(888_888, NOON));
      Rectangle2D whole = new Rectangle2D.Double(0, 0, width, height);
      int within = clearChanges(before, after, picture.numberArea());

      assertThat(within).isGreaterThan(10);
      assertThat(clearChanges(before, after, whole)).isEqualTo(within);
    }
  }

  @ParameterizedTest
  @CsvSource({"64, 48", "960, 540"})
  void drawsEachDigitUnlikeAllOthers(int width, int height) throws IOException {
    try (DemoPicture picture = picture(width, height)) {
      List<BufferedImage> shown = new ArrayList<>();
      for (int digit = 0; digit < 10; digit++) {
        shown.add(decode(picture.jpeg(digit * 111_111L, NOON)));
        for (int other = 0; other < digit; other++) {
          assertThat(clearChanges(shown.get(digit), shown.get(other), picture.numberArea()))
              .as("%d against %d", digit, other)
              .isGreaterThan(6);
        }
      }
    }
  }

  private static DemoPicture picture(int width, int height) {
    return new DemoPicture(width, height, 0.75, ZoneOffset.UTC);
  }

  private static BufferedImage decode(byte[] jpeg) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  /** The second byte of the marker that starts the frame header: the first SOFn in the file. */
  private static int frameType(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xF0) != 0xC0 || jpeg[at + 1] == (byte) 0xC4) {
      at += 2 + ((jpeg[at + 2] & 0xFF) << 8) + (jpeg[at + 3] & 0xFF);
    }
    return jpeg[at + 1] & 0xFF;
  }

  /** How many pixels of the area are clearly brighter or darker in one picture. */
  private static int clearChanges(BufferedImage one, BufferedImage other, Rectangle2D area) {
    Rectangle bounds = area.getBounds();
    int changes = 0;
    for (int y = bounds.y; y < bounds.getMaxY(); y++) {
      for (int x = bounds.x; x < bounds.getMaxX(); x++) {
        int difference = green(one.getRGB(x, y)) - green(other.getRGB(x, y));
        changes += Math.abs(difference) > CLEAR ? 1 : 0;
      }
    }
    return changes;
  }

  private static int green(int rgb) {
    return (rgb >> 8) & 0xFF;
  }
}
