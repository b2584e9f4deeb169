package dev.sightline.edge;

/**
 * Paths as mjpeg-relay reads them: it looks for its words anywhere in what was asked for, so that
 * any prefix and any query will do.
 */
final class MjpegRelayPath {

  private static final String[] WORDS = {"/status", "/stream", "/snapshot"};

  private MjpegRelayPath() {}

  /** What the pages here need besides, although it may hold one of the words. */
  static boolean isOfPages(String path) {
    return path.contains("/assets/") || path.endsWith("/status.json");
  }

  /** The product's own path; {@code /} when there is none of the words. */
  static String own(String target) {
    for (String word : WORDS) {
      if (target.contains(word)) {
        return word;
      }
    }
    return "/";
  }
}
