package dev.sightline.chaos;

import java.util.List;

/** The straight line that is nearest to readings (least squares). */
record Trend(double perSecond, long seconds) {

  static Trend of(List<Reading> readings, Reading.Quantity quantity) {
    double meanX = readings.stream().mapToLong(Reading::seconds).average().orElseThrow();
    double meanY = readings.stream().mapToLong(one -> one.value(quantity)).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (Reading reading : readings) {
      double x = reading.seconds() - meanX;
      products += x * (reading.value(quantity) - meanY);
      squares += x * x;
    }
    long seconds = readings.get(readings.size() - 1).seconds() - readings.get(0).seconds();
    return new Trend(squares == 0 ? 0 : products / squares, seconds);
  }

  /** By how much the line rises from the first reading to the last one. */
  long rise() {
    return Math.round(perSecond * seconds);
  }
}
