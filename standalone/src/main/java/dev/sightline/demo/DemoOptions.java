package dev.sightline.demo;

/**
 * What the demo camera shows and where it listens.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param fps pictures per second, 0.1 to 60
 * @param width of the picture in pixels, 64 to 3840
 * @param height of the picture in pixels, 48 to 2160
 * @param quality of the JPEG, 0.1 (small) to 1 (faithful)
 */
public record DemoOptions(
    String host, int port, double fps, int width, int height, double quality) {

  /**
   * @throws IllegalArgumentException with a sentence for the user when a value is out of range
   */
  public DemoOptions {
    if (host == null || host.isBlank()) {
      throw new IllegalArgumentException("the demo camera's host must not be empty");
    }
    requireWithin("port", port, 0, 65_535);
    requireWithin("fps", fps, 0.1, 60);
    requireWithin("width", width, 64, 3840);
    requireWithin("height", height, 48, 2160);
    requireWithin("quality", quality, 0.1, 1);
  }

  /**
   * A picture that suits a browser window and costs little: 960x540, 12 fps, quality 0.75.
   *
   * @throws IllegalArgumentException as the constructor does
   */
  public static DemoOptions at(String host, int port) {
    return new DemoOptions(host, port, 12, 960, 540, 0.75);
  }

  private static void requireWithin(String name, Number value, Number min, Number max) {
    double number = value.doubleValue();
    // Written as a negation so that it refuses NaN too.
    if (!(number >= min.doubleValue() && number <= max.doubleValue())) {
      throw new IllegalArgumentException(
          "the demo camera's %s must be from %s to %s, but is %s".formatted(name, min, max, value));
    }
  }
}
