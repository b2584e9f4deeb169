package dev.sightline.ingest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A camera of this machine, and which of its modes is wanted: {@code v4l2:/dev/video0?width=640
 * &height=480&fps=15&quality=70}.
 *
 * @param device its file below /dev
 * @param size width and height; empty for what the camera prefers
 * @param fps pictures a second as they were written, likewise
 * @param quality 1 to 100 of pictures that the camera doesn't make itself
 */
record WebcamUrl(
    String device, Optional<PictureSize> size, Optional<String> fps, OptionalInt quality) {

  static final String SCHEME = "v4l2";

  /** Width and height in pixels. */
  record PictureSize(int width, int height) {

    static final int LARGEST = 16_384;

    /** As ffmpeg has it. */
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  private static final Pattern URL = Pattern.compile("(?i:v4l2):(?://(?=/))?([^?#]*)(?:\\?(.*))?");

  /** Of what udev makes, such as /dev/v4l/by-path/pci-0000:00:14.0-usb-0:1:1.0-video-index0. */
  private static final Pattern DEVICE = Pattern.compile("/dev(?:/[\\w:+@-][\\w.:+@-]*){1,8}");

  private static final int LONGEST_DEVICE = 255;
  private static final Pattern FPS = Pattern.compile("\\d{1,4}(?:\\.\\d{1,3})?");
  private static final double HIGHEST_FPS = 1_000;
  private static final List<String> PARAMETERS = List.of("width", "height", "fps", "quality");

  /**
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  static WebcamUrl parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()
        || url.group(1).length() > LONGEST_DEVICE
        || !DEVICE.matcher(url.group(1)).matches()) {
      throw new IllegalArgumentException("must name a device below /dev, such as v4l2:/dev/video0");
    }
    UrlParameters parameters = UrlParameters.only(url.group(2), PARAMETERS, "");
    return new WebcamUrl(
        url.group(1),
        sizeIn(parameters),
        parameters.get("fps").map(WebcamUrl::fps),
        number(parameters, "quality", 100));
  }

  private static Optional<PictureSize> sizeIn(UrlParameters parameters) {
    OptionalInt width = number(parameters, "width", PictureSize.LARGEST);
    OptionalInt height = number(parameters, "height", PictureSize.LARGEST);
    if (width.isPresent() != height.isPresent()) {
      throw new IllegalArgumentException("must have both width and height, or neither");
    }
    return width.isPresent()
        ? Optional.of(new PictureSize(width.getAsInt(), height.getAsInt()))
        : Optional.empty();
  }

  private static String fps(String text) {
    double value = FPS.matcher(text).matches() ? Double.parseDouble(text) : 0;
    if (value <= 0 || value > HIGHEST_FPS) {
      throw new IllegalArgumentException("must have an fps above 0 and up to 1000");
    }
    return text;
  }

  private static OptionalInt number(UrlParameters parameters, String name, int max) {
    Optional<String> text = parameters.get(name);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    int value = text.filter(t -> t.matches("\\d{1,5}")).map(Integer::parseInt).orElse(0);
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(
          "must have a %s that is a whole number from 1 to %d".formatted(name, max));
    }
    return OptionalInt.of(value);
  }

  @Override
  public String toString() {
    Map<String, String> parameters = new LinkedHashMap<>();
    size.ifPresent(
        wanted -> {
          parameters.put("width", Integer.toString(wanted.width));
          parameters.put("height", Integer.toString(wanted.height));
        });
    fps.ifPresent(wanted -> parameters.put("fps", wanted));
    quality.ifPresent(wanted -> parameters.put("quality", Integer.toString(wanted)));
    String query =
        parameters.entrySet().stream().map(Object::toString).collect(Collectors.joining("&"));
    return SCHEME + ":" + device + (query.isEmpty() ? "" : "?" + query);
  }
}
