package dev.sightline.edge;

import io.vertx.core.json.JsonObject;

/**
 * How much comes and goes each second.
 *
 * @param framesIn pictures that the camera sends
 * @param bitsIn those pictures' bits
 * @param framesOut pictures that viewers of this node are sent, all of them together
 * @param bitsOut what they are sent, with what surrounds the pictures
 */
record Rates(double framesIn, double bitsIn, double framesOut, double bitsOut) {

  static final Rates NONE = new Rates(0, 0, 0, 0);

  Rates plus(Rates other) {
    return new Rates(
        framesIn + other.framesIn,
        bitsIn + other.bitsIn,
        framesOut + other.framesOut,
        bitsOut + other.bitsOut);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("framesIn", hundredths(framesIn))
        .put("framesOut", hundredths(framesOut))
        .put("bitsIn", Math.round(bitsIn))
        .put("bitsOut", Math.round(bitsOut));
  }

  static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
