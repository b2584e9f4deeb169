package dev.sightline.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the pods of an object are made of.
 *
 * @param owner the Deployment or the like
 * @param json its metadata and spec
 */
record PodTemplate(KubeObject owner, JsonNode json) {

  /** Stands for the address that Kubernetes gives a pod. */
  static final String POD_IP = "10.1.2.3";

  static Optional<PodTemplate> of(KubeObject object) {
    return switch (object.kind()) {
      case "Pod" -> Optional.of(new PodTemplate(object, object.json()));
      case "Deployment", "StatefulSet", "DaemonSet", "Job" ->
          Optional.of(new PodTemplate(object, object.at("/spec/template")));
      default -> Optional.empty();
    };
  }

  Map<String, String> labels() {
    return KubeObject.texts(json.at("/metadata/labels"));
  }

  Map<String, String> annotations() {
    return KubeObject.texts(json.at("/metadata/annotations"));
  }

  String component() {
    return labels().getOrDefault(KubeObject.COMPONENT, "");
  }

  JsonNode spec() {
    return json.path("spec");
  }

  /** The only container. */
  JsonNode container() {
    List<JsonNode> containers = containers();
    if (containers.size() != 1) {
      throw new AssertionError(owner + " has " + containers.size() + " containers");
    }
    return containers.get(0);
  }

  List<JsonNode> containers() {
    return KubeObject.items(spec().path("containers"));
  }

  List<String> arguments() {
    return KubeObject.items(container().path("args")).stream().map(JsonNode::asText).toList();
  }

  /** The numbers of the ports, by name. */
  Map<String, Integer> ports() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    KubeObject.items(container().path("ports"))
        .forEach(port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
    return ports;
  }

  /** The variables; one that Kubernetes fills has what it might be filled with. */
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    KubeObject.items(container().path("env"))
        .forEach(entry -> variables.put(entry.path("name").asText(), value(entry)));
    return variables;
  }

  private static String value(JsonNode entry) {
    String field = entry.at("/valueFrom/fieldRef/fieldPath").asText();
    return switch (field) {
      case "" -> entry.path("value").asText();
      case "status.podIP" -> POD_IP;
      case "metadata.name" -> "pod-0";
      case "metadata.namespace" -> Install.NAMESPACE;
      default -> throw new AssertionError("what would " + field + " be?");
    };
  }

  /** The volume of this name. */
  JsonNode volume(String name) {
    return KubeObject.items(spec().path("volumes")).stream()
        .filter(volume -> volume.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(owner + " has no volume " + name));
  }

  List<JsonNode> mounts() {
    return KubeObject.items(container().path("volumeMounts"));
  }

  @Override
  public String toString() {
    return "pods of " + owner;
  }
}
