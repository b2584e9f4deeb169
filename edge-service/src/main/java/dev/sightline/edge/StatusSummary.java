package dev.sightline.edge;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the streams of a {@link StatusReport} are, in one sentence for people. */
final class StatusSummary {

  private StatusSummary() {}

  static String of(JsonArray streams) {
    if (streams.isEmpty()) {
      return "There is no stream here yet.";
    }
    return streams.size() == 1
        ? of(streams.getJsonObject(0))
        : Humane.count(streams.size()) + " streams: " + ofMany(streams);
  }

  private static String of(JsonObject stream) {
    String state = words(stream.getString("state"));
    String reason = stream.getString("reason");
    return reason == null ? state : state + ": " + reason;
  }

  private static String ofMany(JsonArray streams) {
    Map<String, Long> counts =
        streams.stream()
            .map(JsonObject.class::cast)
            .collect(Collectors.groupingBy(s -> s.getString("state"), Collectors.counting()));
    List<String> parts = new ArrayList<>();
    for (String state : List.of("LIVE", "RETRYING", "CONNECTING", "IDLE")) {
      if (counts.containsKey(state)) {
        parts.add(Humane.count(counts.get(state)) + " " + words(state));
      }
    }
    return String.join(", ", parts);
  }

  static String words(String state) {
    return switch (state) {
      case "LIVE" -> "live";
      case "RETRYING" -> "without a picture";
      case "CONNECTING" -> "connecting";
      case "IDLE" -> "not watched";
      default -> throw new IllegalArgumentException(state);
    };
  }
}
