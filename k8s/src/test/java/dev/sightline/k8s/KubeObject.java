package dev.sightline.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** One object for Kubernetes. */
record KubeObject(JsonNode json) {

  static final String COMPONENT = "app.kubernetes.io/component";

  String kind() {
    return json.path("kind").asText();
  }

  String apiVersion() {
    return json.path("apiVersion").asText();
  }

  String name() {
    return json.at("/metadata/name").asText();
  }

  Map<String, String> labels() {
    return texts(json.at("/metadata/labels"));
  }

  Map<String, String> annotations() {
    return texts(json.at("/metadata/annotations"));
  }

  /** The component that its labels name; empty if they name none. */
  String component() {
    return labels().getOrDefault(COMPONENT, "");
  }

  JsonNode at(String pointer) {
    return json.at(pointer);
  }

  JsonNode spec() {
    return json.path("spec");
  }

  /** The texts below {@code node}, by name. */
  static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  /** The items of a list; none if there is no list. */
  static List<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  @Override
  public String toString() {
    return kind() + " " + name();
  }
}
