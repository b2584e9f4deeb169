package dev.sightline.testkit;

/**
 * How a {@link TestViewer} reads.
 *
 * @param bytesPerSecond how fast it takes bytes from its socket; 0 as fast as they come
 * @param keptFrames how many of the latest frames it remembers
 * @param keepPictures whether it remembers their bytes too
 */
public record ViewerOptions(int bytesPerSecond, int keptFrames, boolean keepPictures) {

  /** As fast as possible, the latest 1,000 frames without their bytes. */
  public static ViewerOptions defaults() {
    return new ViewerOptions(0, 1_000, false);
  }

  public ViewerOptions withBytesPerSecond(int bytesPerSecond) {
    return new ViewerOptions(bytesPerSecond, keptFrames, keepPictures);
  }

  public ViewerOptions withKeptFrames(int keptFrames) {
    return new ViewerOptions(bytesPerSecond, keptFrames, keepPictures);
  }

  /** Remembers the bytes of the frames that it remembers. */
  public ViewerOptions withPictures() {
    return new ViewerOptions(bytesPerSecond, keptFrames, true);
  }
}
