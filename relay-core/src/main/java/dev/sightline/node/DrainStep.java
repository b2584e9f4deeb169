package dev.sightline.node;

import java.time.Duration;

/** What a node does before it ends, in this order. The next step waits for the one before. */
public enum DrainStep {
  /** Nobody new is let in. */
  REFUSE_VIEWERS,
  /** Those who are here are told to go elsewhere. */
  SEND_VIEWERS_AWAY,
  /** Other nodes take the cameras. */
  GIVE_UP_CAMERAS;

  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final Duration HANDOVER = Duration.ofSeconds(4);

  /** How long it is waited for. */
  Duration limit(ShutdownConfig shutdown) {
    return switch (this) {
      case REFUSE_VIEWERS -> MOMENT;
      case SEND_VIEWERS_AWAY -> shutdown.grace().plus(MOMENT);
      case GIVE_UP_CAMERAS -> HANDOVER;
    };
  }

  /** What it is in a trace. */
  Operation.Name operation() {
    return switch (this) {
      case REFUSE_VIEWERS -> Operation.Name.REFUSE_VIEWERS;
      case SEND_VIEWERS_AWAY -> Operation.Name.SEND_VIEWERS_AWAY;
      case GIVE_UP_CAMERAS -> Operation.Name.GIVE_UP_CAMERAS;
    };
  }
}
