package dev.sightline.testkit;

import java.time.Instant;
import java.util.Optional;

/**
 * One connection to a fake camera.
 *
 * @param from the client's address
 * @param ended empty while it lasts
 */
public record CameraVisit(String from, Instant begun, Optional<Instant> ended) {

  CameraVisit endedAt(Instant when) {
    return new CameraVisit(from, begun, Optional.of(when));
  }
}
