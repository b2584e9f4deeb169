package dev.sightline.ingest;

import dev.sightline.frame.Frame;
import dev.sightline.jpeg.JpegHeader;

/**
 * What a camera's status tells of its newest picture. Pictures come far more often than somebody
 * asks, so a picture is looked into only then, and isn't kept any longer.
 */
final class NewestPicture {

  private Frame unread;
  private long capturedAt;
  private int width;
  private int height;

  void replace(Frame frame) {
    unread = frame;
    capturedAt = frame.capturedAt();
  }

  /** Microseconds since 1970; 0 while there was none. */
  long capturedAt() {
    return capturedAt;
  }

  /** Pixels of a line; 0 while that is unknown. */
  int width() {
    read();
    return width;
  }

  /** Lines; 0 while that is unknown. */
  int height() {
    read();
    return height;
  }

  private void read() {
    if (unread != null) {
      JpegHeader.of(unread.jpeg()).ifPresentOrElse(this::take, this::forgetSize);
      unread = null;
    }
  }

  private void take(JpegHeader header) {
    width = header.width();
    height = header.height();
  }

  private void forgetSize() {
    width = 0;
    height = 0;
  }
}
