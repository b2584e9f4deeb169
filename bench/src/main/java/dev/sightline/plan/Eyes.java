package dev.sightline.plan;

/** Those for whom pictures are sent. */
interface Eyes {

  /** So many viewers have their first picture, so many nanoseconds after they came. */
  void open(int viewers, long waited);

  /** A picture has come to so many viewers, one after the other from one moment to the other. */
  void see(Picture picture, int viewers, long first, long last);
}
