package dev.sightline.containers;

import java.math.BigDecimal;
import java.util.Map;

/** Amounts as Kubernetes writes them: {@code 512Mi}, {@code 250m}, {@code 2}. */
final class Quantity {

  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "Ki", BigDecimal.valueOf(1L << 10),
          "Mi", BigDecimal.valueOf(1L << 20),
          "Gi", BigDecimal.valueOf(1L << 30),
          "m", new BigDecimal("0.001"),
          "", BigDecimal.ONE);

  private Quantity() {}

  static BigDecimal parse(Object quantity) {
    String text = quantity.toString();
    String number = text.replaceFirst("[A-Za-z]+$", "");
    BigDecimal unit = UNITS.get(text.substring(number.length()));
    if (unit == null) {
      throw new IllegalArgumentException("not understood: the unit of " + text);
    }
    return new BigDecimal(number).multiply(unit);
  }
}
