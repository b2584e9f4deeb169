package dev.sightline.edge;

import java.time.Instant;

/**
 * How one viewer is served, for the status, without a word about who it is.
 *
 * @param id tells it from the others, hexadecimal
 * @param kind how it gets its pictures: {@code multipart}, {@code websocket}, …
 * @param since when it came
 * @param sent frames that it was sent, repeats not counted
 * @param dropped frames that were left out since it had not taken the one before
 * @param framesPerSecond those sent in the last second
 * @param options how it wants its parts, if it gets any
 */
record ViewerFigures(
    String id,
    String kind,
    Instant since,
    long sent,
    long dropped,
    int framesPerSecond,
    PartOptions options) {

  ViewerFigures with(PartOptions wanted) {
    return new ViewerFigures(id, kind, since, sent, dropped, framesPerSecond, wanted);
  }
}
