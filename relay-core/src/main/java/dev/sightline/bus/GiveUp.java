package dev.sightline.bus;

/** Why an ingest no longer pulls a stream that it owned. */
public enum GiveUp {
  STOPPED("this ingest is being stopped"),
  STOOD_STILL("this ingest stood still"),
  OVERRULED("another ingest has it"),
  RECALLED("another ingest has fewer streams"),
  CONFIGURED("an ingest has a camera of this name"),
  CLAIMED("another place has a stream of this name"),
  REMOVED("it is no longer in the configuration");

  private final String sentence;

  GiveUp(String sentence) {
    this.sentence = sentence;
  }

  /** For people. */
  @Override
  public String toString() {
    return sentence;
  }
}
