package dev.sightline.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;

/** A label selector of Kubernetes; an empty one selects everything. */
record Selector(JsonNode json) {

  /** Also a plain map of labels, as a Service has it. */
  static Selector ofLabels(JsonNode labels) {
    return new Selector(JsonNodeFactory.instance.objectNode().set("matchLabels", labels));
  }

  boolean matches(Map<String, String> labels) {
    return KubeObject.texts(json.path("matchLabels")).entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
        && KubeObject.items(json.path("matchExpressions")).stream()
            .allMatch(expression -> matches(expression, labels));
  }

  private static boolean matches(JsonNode expression, Map<String, String> labels) {
    String key = expression.path("key").asText();
    List<String> values =
        KubeObject.items(expression.path("values")).stream().map(JsonNode::asText).toList();
    String operator = expression.path("operator").asText();
    return switch (operator) {
      case "In" -> labels.containsKey(key) && values.contains(labels.get(key));
      case "NotIn" -> !labels.containsKey(key) || !values.contains(labels.get(key));
      case "Exists" -> labels.containsKey(key);
      case "DoesNotExist" -> !labels.containsKey(key);
      default -> throw new AssertionError("no operator of a selector: " + operator);
    };
  }
}
