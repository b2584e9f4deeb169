package dev.sightline.plan;

/** What something costs a core, for a frame of so many bytes. */
record Cost(double micros, double microsPerKilobyte) {

  long nanos(long bytes) {
    return Math.round(1_000 * (micros + microsPerKilobyte * bytes / 1_000));
  }

  Cost plus(Cost other) {
    return new Cost(micros + other.micros, microsPerKilobyte + other.microsPerKilobyte);
  }
}
