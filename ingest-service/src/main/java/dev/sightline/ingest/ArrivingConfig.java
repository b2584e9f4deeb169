package dev.sightline.ingest;

import dev.sightline.node.Secret;
import java.time.Duration;
import java.util.Optional;

/** A stream that is brought to the ingest, which can only wait for it. */
interface ArrivingConfig extends StreamConfig {

  /** What whoever brings it has to show; none lets anybody. */
  Optional<Secret> secret();

  /** How long nothing may come before it counts as gone. */
  Duration stallTimeout();
}
