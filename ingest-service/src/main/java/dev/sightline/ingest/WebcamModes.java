package dev.sightline.ingest;

import dev.sightline.ingest.WebcamUrl.PictureSize;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In which forms a webcam gives its pictures, as ffmpeg lists them: those that it knows.
 *
 * @param modes in the order of the driver
 */
record WebcamModes(List<Mode> modes) {

  /**
   * One form and its sizes.
   *
   * @param format as ffmpeg calls it, such as mjpeg or yuyv422
   * @param description the driver's own name for it
   * @param sizes each such as 640x480, or {32-640, 2}x{32-480, 2} for any in steps
   */
  record Mode(String format, boolean isCompressed, String description, List<String> sizes) {

    boolean isJpeg() {
      return format.equals(JPEG);
    }

    boolean has(PictureSize size) {
      return sizes.stream().anyMatch(offered -> offers(offered, size));
    }
  }

  private static final String JPEG = "mjpeg";
  private static final String NOT_FOR_FFMPEG = "Unsupported";

  /**
   * {@code [video4linux2,v4l2 @ 0x1] Raw : yuyv422 : YUYV 4:2:2 : 640x480 1280x720}, cut off if it
   * is long.
   */
  private static final Pattern LINE =
      Pattern.compile(
          "\\[[^]]*] (Compressed|Raw)\\s*:\\s*(\\S+)\\s*:\\s*(.*?)\\s*"
              + ":((?: [x0-9{}, -]+)?)(?: \\S*…)?");

  private static final Pattern SIZE =
      Pattern.compile("\\d+x\\d+|\\{\\d+-\\d+, \\d+}x\\{\\d+-\\d+, \\d+}");

  private static final Pattern STEPS =
      Pattern.compile("\\{(\\d{1,9})-(\\d{1,9}), \\d+}x\\{(\\d{1,9})-(\\d{1,9}), \\d+}");

  static WebcamModes of(List<String> lines) {
    return new WebcamModes(
        lines.stream()
            .map(LINE::matcher)
            .filter(Matcher::matches)
            .filter(line -> !line.group(2).equals(NOT_FOR_FFMPEG))
            .map(WebcamModes::mode)
            .toList());
  }

  private static Mode mode(Matcher line) {
    List<String> sizes = SIZE.matcher(line.group(4)).results().map(found -> found.group()).toList();
    return new Mode(line.group(2), line.group(1).equals("Compressed"), line.group(3), sizes);
  }

  private static boolean offers(String offered, PictureSize size) {
    Matcher steps = STEPS.matcher(offered);
    if (!steps.matches()) {
      return offered.equals(size.toString());
    }
    int[] ends = new int[4];
    Arrays.setAll(ends, i -> Integer.parseInt(steps.group(i + 1)));
    return size.width() >= ends[0]
        && size.width() <= ends[1]
        && size.height() >= ends[2]
        && size.height() <= ends[3];
  }

  /**
   * Whether the camera is to make the JPEGs itself: if it can, unless it has the wanted size only
   * in another form.
   */
  boolean areJpegs(Optional<PictureSize> wanted) {
    boolean canJpeg = modes.stream().anyMatch(Mode::isJpeg);
    boolean hasAsJpeg = modes.stream().anyMatch(mode -> mode.isJpeg() && isFor(mode, wanted));
    boolean hasOtherwise = modes.stream().anyMatch(mode -> !mode.isJpeg() && isFor(mode, wanted));
    return canJpeg && (hasAsJpeg || !hasOtherwise);
  }

  private static boolean isFor(Mode mode, Optional<PictureSize> wanted) {
    return wanted.map(mode::has).orElse(true);
  }
}
