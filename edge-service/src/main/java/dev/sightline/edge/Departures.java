package dev.sightline.edge;

/**
 * How viewers went who were sent away.
 *
 * @param ended in good order
 * @param cut off, since they took nothing of what was under way to them or didn't answer
 */
record Departures(int ended, int cut) {

  Departures plus(Departures others) {
    return new Departures(ended + others.ended, cut + others.cut);
  }
}
