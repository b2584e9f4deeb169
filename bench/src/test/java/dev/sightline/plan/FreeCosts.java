package dev.sightline.plan;

/** Where nothing costs anything. */
final class FreeCosts {

  private static final Cost NOTHING = new Cost(0, 0);

  static final Costs COSTS =
      new Costs(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, 0);

  private FreeCosts() {}
}
