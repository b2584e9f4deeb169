package dev.sightline.chaos;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node takes at a moment of a soak.
 *
 * @param seconds since the soak began
 */
record Reading(long seconds, String node, long[] values) {

  /** What is read, and by how much its trend may rise while it is judged. */
  enum Quantity {
    RSS("RSS", "KiB", 8 << 10) {
      @Override
      long read(Node node, String metrics) {
        return node.residentKiB();
      }
    },
    THREADS("threads", "", 2) {
      @Override
      long read(Node node, String metrics) {
        return node.threads();
      }
    },
    DESCRIPTORS("descriptors", "", 5) {
      @Override
      long read(Node node, String metrics) {
        return node.descriptors();
      }
    },
    DIRECT("direct buffers", "KiB", 8 << 10) {
      @Override
      long read(Node node, String metrics) {
        Matcher matcher = DIRECT_BYTES.matcher(metrics);
        if (!matcher.find()) {
          throw new IllegalStateException(node.name() + " doesn't tell its direct buffers");
        }
        return (long) Double.parseDouble(matcher.group(1)) >> 10;
      }
    };

    private static final Pattern DIRECT_BYTES =
        Pattern.compile("(?m)^jvm_buffer_memory_used_bytes\\{[^}]*id=\"direct\"[^}]*} (\\S+)$");

    private final String words;
    private final String unit;
    private final long mayRise;

    Quantity(String words, String unit, long mayRise) {
      this.words = words;
      this.unit = unit;
      this.mayRise = mayRise;
    }

    abstract long read(Node node, String metrics);

    String words() {
      return words;
    }

    String told(long value) {
      return unit.isEmpty() ? "" + value : value + " " + unit;
    }

    long mayRise() {
      return mayRise;
    }
  }

  static Reading of(long seconds, Node node) {
    String metrics = node.get("/metrics").body().toString();
    Quantity[] quantities = Quantity.values();
    long[] values = new long[quantities.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = quantities[i].read(node, metrics);
    }
    return new Reading(seconds, node.name(), values);
  }

  long value(Quantity quantity) {
    return values[quantity.ordinal()];
  }
}
