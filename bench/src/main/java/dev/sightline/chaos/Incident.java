package dev.sightline.chaos;

/**
 * Something that a viewer would rather not have met.
 *
 * @param at milliseconds since 1970
 */
public record Incident(long at, Kind kind, String why) {

  public enum Kind {
    /** Its connection ended without its doing. */
    DISCONNECT,
    /** It came to ask and got no stream: an answer other than 200, or no connection at all. */
    REFUSAL,
    /** What came wasn't what the camera had sent. */
    BROKEN
  }
}
