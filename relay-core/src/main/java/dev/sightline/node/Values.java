package dev.sightline.node;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts to typed values; each complains with a predicate that follows the key in a sentence. */
final class Values {

  private Values() {}

  static String notEmpty(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("must not be empty");
    }
    return text;
  }

  static boolean trueOrFalse(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException("must be true or false, not '%s'".formatted(text));
    };
  }

  static int wholeNumber(String text, int min, int max) {
    boolean isNumber = text.matches("-?\\d{1,10}");
    long number = isNumber ? Long.parseLong(text) : 0;
    if (!isNumber || number < min || number > max) {
      throw new IllegalArgumentException(
          "must be a whole number from %d to %d, not '%s'".formatted(min, max, text));
    }
    return (int) number;
  }

  static OptionalInt wholeNumberOrOff(String text, int min, int max) {
    if (text.equals("off")) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(wholeNumber(text, min, max));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage().replace("must be", "must be 'off' or"), e);
    }
  }

  static int port(String text) {
    return wholeNumber(text, 0, Ports.HIGHEST);
  }

  static OptionalInt portOrOff(String text) {
    if (text.equals("off")) {
      return OptionalInt.empty();
    }
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > Ports.HIGHEST) {
      throw new IllegalArgumentException(
          "must be 'off' or a whole number from 0 to %d, not '%s'".formatted(Ports.HIGHEST, text));
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  static Duration within(Duration duration, Duration min, Duration max) {
    if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          outside(
              DurationText.format(min), DurationText.format(max), DurationText.format(duration)));
    }
    return duration;
  }

  static int within(long bytes, int min, int max) {
    if (bytes < min || bytes > max) {
      throw new IllegalArgumentException(
          outside(ByteSize.format(min), ByteSize.format(max), ByteSize.format(bytes)));
    }
    return (int) bytes;
  }

  private static String outside(String min, String max, String value) {
    return "must be from %s to %s, not %s".formatted(min, max, value);
  }

  static <E extends Enum<E>> E constant(String text, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of %s, not '%s'".formatted(allNames(type), text)));
  }

  private static String allNames(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Values::word)
        .collect(Collectors.joining(", "));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Stream<String> items(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(item -> !item.isEmpty());
  }
}
