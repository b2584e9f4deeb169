package dev.sightline.edge;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamState;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * All that the offline card of a stream shows; while it stays the same, so does the picture.
 *
 * @param name of the stream
 * @param statement since when there is no picture
 * @param reason why, in a few words; empty if that isn't known
 * @param width of the card in pixels
 * @param height of the card in pixels
 */
record CardFace(String name, String statement, String reason, int width, int height) {

  /** The size for a stream whose own isn't known. */
  static final int USUAL_WIDTH = 640;

  static final int USUAL_HEIGHT = 360;

  /** Nothing is gained by drawing words on more pixels; browsers scale the card to its place. */
  static final int LARGEST_WIDTH = 1920;

  static final int LARGEST_HEIGHT = 1920;

  static final int SMALLEST = 16;

  private static final int LONGEST_REASON = 100;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  /**
   * The face for a stream that is without a picture now.
   *
   * @param clock tells what day it is, and where
   */
  static CardFace of(StreamStatus status, Clock clock) {
    double scale = 1;
    int width = USUAL_WIDTH;
    int height = USUAL_HEIGHT;
    if (status.width() > 0 && status.height() > 0) {
      width = status.width();
      height = status.height();
      scale =
          Math.min(1, Math.min(LARGEST_WIDTH / (double) width, LARGEST_HEIGHT / (double) height));
    }
    return new CardFace(
        capitals(status.stream().name()),
        capitals(statement(status, clock)),
        capitals(reason(status)),
        scaled(width, scale),
        scaled(height, scale));
  }

  private static int scaled(int pixels, double scale) {
    return Math.max(SMALLEST, (int) Math.round(pixels * scale));
  }

  /** A camera that is said to be live while nothing of it comes has never been seen from here. */
  private static String statement(StreamStatus status, Clock clock) {
    boolean isAway =
        status.state() == StreamState.RETRYING || status.state() == StreamState.CONNECTING;
    if (status.newestAt() == 0 || !isAway) {
      return "no picture yet";
    }
    ZonedDateTime since = Instant.ofEpochMilli(status.since()).atZone(clock.getZone());
    boolean today =
        since.toLocalDate().equals(clock.instant().atZone(clock.getZone()).toLocalDate());
    return "no picture since " + since.format(today ? TIME : DATE_AND_TIME);
  }

  private static String reason(StreamStatus status) {
    if (status.reason() == null) {
      return status.state() == StreamState.CONNECTING ? "connecting to the camera" : "";
    }
    String reason =
        status.reason().replaceFirst("^it ", "camera ").replaceFirst("^its ", "camera's ");
    return reason.length() <= LONGEST_REASON
        ? reason
        : reason.substring(0, LONGEST_REASON).strip() + "…";
  }

  /** The letters that can be drawn; those with accents lose them. */
  private static String capitals(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toUpperCase(Locale.ROOT);
  }
}
