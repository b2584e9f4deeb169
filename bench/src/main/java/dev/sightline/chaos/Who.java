package dev.sightline.chaos;

/** Which viewers a limit is about. */
enum Who {
  EVERYBODY("") {
    @Override
    boolean holds(Evidence evidence, Track track) {
      return true;
    }
  },
  /** Whom the node that was hit didn't serve. */
  OTHERS("others") {
    @Override
    boolean holds(Evidence evidence, Track track) {
      return !evidence.wasServedByTarget(track);
    }
  },
  /** Viewers behind the balancer whom the node that was hit served. */
  OWN("its own") {
    @Override
    boolean holds(Evidence evidence, Track track) {
      return evidence.wasServedByTarget(track) && !evidence.isDirect(track);
    }
  },
  /** Viewers who went to the node that was hit directly, and wait for it. */
  LOYAL("at itself") {
    @Override
    boolean holds(Evidence evidence, Track track) {
      return evidence.wasServedByTarget(track) && evidence.isDirect(track);
    }
  },
  /** Of the node that was hit, those whose camera isn't the first ingest's. */
  SPARED("its own with the other ingest's cameras") {
    @Override
    boolean holds(Evidence evidence, Track track) {
      return evidence.wasServedByTarget(track) && !evidence.wasPulledByFirstIngest(track);
    }
  },
  BALANCED("behind the balancer") {
    @Override
    boolean holds(Evidence evidence, Track track) {
      return !evidence.isDirect(track);
    }
  };

  private final String words;

  Who(String words) {
    this.words = words;
  }

  abstract boolean holds(Evidence evidence, Track track);

  String words() {
    return words;
  }
}
