package dev.sightline.containers;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The pod of a Deployment with its one container, and how an engine runs the like. What a manifest
 * says is either carried over, or decided by machines that there are none of here, or refused: so
 * nothing that is new in it goes unnoticed.
 */
final class PodTemplate {

  /** Where and by whom pods are scheduled. */
  private static final Set<String> OF_MACHINES =
      Set.of(
          "affinity",
          "topologySpreadConstraints",
          "nodeSelector",
          "tolerations",
          "priorityClassName",
          "serviceAccountName");

  private final JsonObject pod;
  private final JsonObject container;
  private final JsonObject deployment;

  PodTemplate(JsonObject deployment) {
    this.deployment = deployment;
    this.pod = spec().getJsonObject("template").getJsonObject("spec");
    JsonArray containers = pod.getJsonArray("containers");
    if (containers.size() != 1) {
      throw new IllegalArgumentException("pods of one container are understood, not " + containers);
    }
    this.container = containers.getJsonObject(0);
    know(
        pod,
        OF_MACHINES,
        "containers",
        "volumes",
        "securityContext",
        "terminationGracePeriodSeconds",
        "automountServiceAccountToken",
        "enableServiceLinks");
    know(
        container,
        Set.of("name", "imagePullPolicy"),
        "image",
        "command",
        "args",
        "env",
        "ports",
        "startupProbe",
        "livenessProbe",
        "readinessProbe",
        "resources",
        "securityContext",
        "volumeMounts");
    require(pod, "automountServiceAccountToken", false);
    require(pod, "enableServiceLinks", false);
  }

  /** That of a pod by itself, which isn't started again when it has ended. */
  static PodTemplate once(JsonObject pod) {
    JsonObject template = pod.copy();
    require(template.getJsonObject("spec"), "restartPolicy", "Never");
    template.getJsonObject("spec").remove("restartPolicy");
    JsonObject spec = new JsonObject().put("replicas", 1).put("template", template);
    return new PodTemplate(pod.copy().put("spec", spec));
  }

  private JsonObject spec() {
    return deployment.getJsonObject("spec");
  }

  String name() {
    return Manifests.name(deployment);
  }

  String image() {
    return container.getString("image");
  }

  int replicas() {
    return spec().getInteger("replicas");
  }

  Duration minReady() {
    return Duration.ofSeconds(spec().getInteger("minReadySeconds", 0));
  }

  Duration grace() {
    return Duration.ofSeconds(pod.getInteger("terminationGracePeriodSeconds", 30));
  }

  /** Whether a Service with this selector leads here. */
  boolean matches(JsonObject selector) {
    JsonObject labels =
        spec().getJsonObject("template").getJsonObject("metadata").getJsonObject("labels");
    return selector.stream()
        .allMatch(label -> label.getValue().equals(labels.getValue(label.getKey())));
  }

  /** The number of a port, which may be given by its name. */
  int port(Object numberOrName) {
    return numberOrName instanceof Integer number
        ? number
        : objects(container, "ports")
            .filter(port -> numberOrName.equals(port.getString("name")))
            .mapToInt(port -> port.getInteger("containerPort"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no port " + numberOrName + " in " + name()));
  }

  /** The group that what is mounted belongs to. */
  int group() {
    return object(pod, "securityContext").getInteger("fsGroup");
  }

  Probe probe(String kind) {
    JsonObject probe = container.getJsonObject(kind);
    if (probe == null) {
      throw new IllegalArgumentException("no " + kind + " in " + name());
    }
    return Probe.of(probe, port(probe.getJsonObject("httpGet").getValue("port")));
  }

  /**
   * What follows {@code docker run}, but for the container's place in the network.
   *
   * @param name of the pod
   * @param volumes gives the directory of a ConfigMap or Secret
   */
  List<String> run(String name, String address, Function<JsonObject, String> volumes) {
    List<String> run = new ArrayList<>(List.of("--name", name, "--hostname", name));
    run.addAll(List.of("--ip", address));
    // Kubernetes knows nothing of the image's own check.
    run.add("--no-healthcheck");
    addRights(run);
    addLimits(run);
    objects(container, "env")
        .forEach(
            variable ->
                run.addAll(
                    List.of(
                        "--env",
                        variable.getString("name") + "=" + value(variable, name, address))));
    objects(container, "volumeMounts").forEach(mount -> addMount(run, mount, volumes));
    List<String> command = strings(container, "command");
    command.stream().limit(1).forEach(program -> run.addAll(List.of("--entrypoint", program)));
    run.add(image());
    command.stream().skip(1).forEach(run::add);
    run.addAll(strings(container, "args"));
    return run;
  }

  private void addRights(List<String> run) {
    JsonObject ofPod = object(pod, "securityContext");
    JsonObject own = object(container, "securityContext");
    know(ofPod, Set.of(), "fsGroup", "runAsGroup", "runAsNonRoot", "runAsUser", "seccompProfile");
    know(own, Set.of(), "allowPrivilegeEscalation", "capabilities", "readOnlyRootFilesystem");
    require(ofPod, "runAsNonRoot", true);
    require(ofPod, "seccompProfile", new JsonObject(Map.of("type", "RuntimeDefault")));
    require(own, "allowPrivilegeEscalation", false);
    run.addAll(
        List.of(
            "--user",
            ofPod.getInteger("runAsUser") + ":" + ofPod.getInteger("runAsGroup"),
            "--group-add",
            ofPod.getInteger("fsGroup").toString(),
            "--security-opt",
            "no-new-privileges"));
    if (own.getBoolean("readOnlyRootFilesystem", false)) {
      run.add("--read-only");
    }
    JsonObject capabilities = object(own, "capabilities");
    know(capabilities, Set.of(), "drop");
    strings(capabilities, "drop").forEach(one -> run.addAll(List.of("--cap-drop", one)));
  }

  private void addLimits(List<String> run) {
    JsonObject resources = object(container, "resources");
    // What is asked for is looked at by who chooses the machine.
    know(resources, Set.of("requests"), "limits");
    JsonObject limits = object(resources, "limits");
    know(limits, Set.of(), "memory", "cpu");
    if (limits.containsKey("memory")) {
      String bytes = Long.toString(Quantity.parse(limits.getValue("memory")).longValueExact());
      run.addAll(List.of("--memory", bytes, "--memory-swap", bytes));
    }
    if (limits.containsKey("cpu")) {
      run.addAll(List.of("--cpus", Quantity.parse(limits.getValue("cpu")).toPlainString()));
    }
  }

  private static String value(JsonObject variable, String name, String address) {
    know(variable, Set.of(), "name", "value", "valueFrom");
    if (variable.containsKey("value")) {
      return variable.getString("value");
    }
    JsonObject from = variable.getJsonObject("valueFrom");
    know(from, Set.of(), "fieldRef");
    String field = from.getJsonObject("fieldRef").getString("fieldPath");
    return switch (field) {
      case "status.podIP" -> address;
      case "metadata.name" -> name;
      case "metadata.namespace" -> "default";
      default -> throw new IllegalArgumentException("not understood: fieldPath " + field);
    };
  }

  private void addMount(List<String> run, JsonObject mount, Function<JsonObject, String> volumes) {
    know(mount, Set.of(), "name", "mountPath", "readOnly");
    String path = mount.getString("mountPath");
    JsonObject volume =
        objects(pod, "volumes")
            .filter(one -> one.getString("name").equals(mount.getString("name")))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no volume for " + mount));
    know(volume, Set.of("name"), "configMap", "secret", "emptyDir");
    know(object(volume, "configMap"), Set.of(), "name");
    know(object(volume, "secret"), Set.of(), "secretName", "defaultMode");
    JsonObject empty = volume.getJsonObject("emptyDir");
    if (empty == null) {
      run.addAll(List.of("--volume", volumes.apply(volume) + ":" + path + ":ro"));
      return;
    }
    know(empty, Set.of(), "medium", "sizeLimit");
    require(empty, "medium", "Memory");
    long bytes = Quantity.parse(empty.getValue("sizeLimit")).longValueExact();
    run.addAll(List.of("--tmpfs", "%s:exec,mode=0777,size=%d".formatted(path, bytes)));
  }

  private static void know(JsonObject object, Set<String> passedOver, String... understood) {
    Set<String> all = Set.of(understood);
    for (String field : object.fieldNames()) {
      if (!all.contains(field) && !passedOver.contains(field)) {
        throw new IllegalArgumentException(
            "not understood: %s, in %s".formatted(field, object.encode()));
      }
    }
  }

  private static void require(JsonObject object, String field, Object value) {
    if (!value.equals(object.getValue(field))) {
      throw new IllegalArgumentException(
          "%s is %s, only %s is understood".formatted(field, object.getValue(field), value));
    }
  }

  private static JsonObject object(JsonObject parent, String field) {
    return parent.getJsonObject(field, new JsonObject());
  }

  private static Stream<JsonObject> objects(JsonObject parent, String field) {
    JsonArray array = parent.getJsonArray(field, new JsonArray());
    return array.stream().map(JsonObject.class::cast);
  }

  private static List<String> strings(JsonObject parent, String field) {
    return parent.getJsonArray(field, new JsonArray()).stream().map(Object::toString).toList();
  }
}
