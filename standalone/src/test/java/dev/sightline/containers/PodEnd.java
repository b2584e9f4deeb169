package dev.sightline.containers;

import java.time.Duration;

/**
 * How a pod ended.
 *
 * @param took from SIGTERM to the end
 * @param state its exit code, and whether it had taken too much memory
 */
record PodEnd(String pod, Duration took, String state) {

  /** What a node says that was told to end and did so by itself. */
  boolean isInOrder() {
    return state.equals("143 false");
  }
}
