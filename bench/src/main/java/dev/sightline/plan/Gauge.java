package dev.sightline.plan;

import org.HdrHistogram.Histogram;

/** How old pictures are at their viewers, and how many come. */
final class Gauge implements Eyes {

  private final Histogram ages = new Histogram(3);
  private final Histogram waits = new Histogram(3);
  private long from = Long.MAX_VALUE;
  private long to = Long.MAX_VALUE;
  private long seen;
  private int hops;

  Gauge() {}

  /** Of the pictures that cameras made between two moments. */
  Gauge(long from, long to) {
    this.from = from;
    this.to = to;
  }

  @Override
  public void open(int viewers, long waited) {
    waits.recordValueWithCount(waited / Simulation.MICROSECOND, viewers);
  }

  @Override
  public void see(Picture picture, int viewers, long first, long last) {
    if (picture.captured() < from || picture.captured() >= to) {
      return;
    }
    seen += viewers;
    hops = Math.max(hops, picture.hops());
    for (int viewer = 1; viewer <= viewers; viewer++) {
      long at = first + (last - first) * viewer / viewers;
      ages.recordValue((at - picture.captured()) / Simulation.MICROSECOND);
    }
  }

  /** Adds what another one has seen, so many times. */
  void add(Gauge other, int times) {
    for (int i = 0; i < times; i++) {
      ages.add(other.ages);
      waits.add(other.waits);
    }
    seen += times * other.seen;
    hops = Math.max(hops, other.hops);
  }

  /** Pictures, of all viewers. */
  long seen() {
    return seen;
  }

  int hops() {
    return hops;
  }

  double ageMillis(double percentile) {
    return ages.getValueAtPercentile(percentile) / 1_000.0;
  }

  double firstPictureMillis(double percentile) {
    return waits.getValueAtPercentile(percentile) / 1_000.0;
  }
}
