package dev.sightline.plan;

/** Viewers whose program has work with each picture, before they have seen it. */
final class Reader implements Eyes {

  private final Simulation simulation;
  private final Loop loop;
  private final Cost cost;
  private final Eyes eyes;

  Reader(Simulation simulation, Loop loop, Cost cost, Eyes eyes) {
    this.simulation = simulation;
    this.loop = loop;
    this.cost = cost;
    this.eyes = eyes;
  }

  @Override
  public void open(int viewers, long waited) {
    eyes.open(viewers, waited);
  }

  @Override
  public void see(Picture picture, int viewers, long first, long last) {
    loop.run(
        viewers * cost.nanos(picture.bytes()),
        () -> eyes.see(picture, viewers, simulation.now(), simulation.now()));
  }
}
