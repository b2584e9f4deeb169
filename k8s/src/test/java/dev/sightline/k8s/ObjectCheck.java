package dev.sightline.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether Kubernetes would take an object: fields it doesn't know, missing ones and values of
 * another type are mistakes. Custom resources are held against the schemas in {@code schemas}.
 */
final class ObjectCheck {

  private interface Fields {
    void check(JsonElement object) throws IOException;
  }

  private record Known(Class<?> type, Fields fields) {}

  private static final Map<String, Known> KNOWN =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", new Known(V1ConfigMap.class, V1ConfigMap::validateJsonElement)),
          Map.entry("v1 Secret", new Known(V1Secret.class, V1Secret::validateJsonElement)),
          Map.entry("v1 Service", new Known(V1Service.class, V1Service::validateJsonElement)),
          Map.entry("v1 Pod", new Known(V1Pod.class, V1Pod::validateJsonElement)),
          Map.entry(
              "v1 ServiceAccount",
              new Known(V1ServiceAccount.class, V1ServiceAccount::validateJsonElement)),
          Map.entry(
              "apps/v1 Deployment",
              new Known(V1Deployment.class, V1Deployment::validateJsonElement)),
          Map.entry("batch/v1 Job", new Known(V1Job.class, V1Job::validateJsonElement)),
          Map.entry(
              "policy/v1 PodDisruptionBudget",
              new Known(V1PodDisruptionBudget.class, V1PodDisruptionBudget::validateJsonElement)),
          Map.entry(
              "networking.k8s.io/v1 Ingress",
              new Known(V1Ingress.class, V1Ingress::validateJsonElement)),
          Map.entry(
              "networking.k8s.io/v1 NetworkPolicy",
              new Known(V1NetworkPolicy.class, V1NetworkPolicy::validateJsonElement)),
          Map.entry(
              "rbac.authorization.k8s.io/v1 Role",
              new Known(V1Role.class, V1Role::validateJsonElement)),
          Map.entry(
              "rbac.authorization.k8s.io/v1 RoleBinding",
              new Known(V1RoleBinding.class, V1RoleBinding::validateJsonElement)),
          Map.entry(
              "autoscaling/v2 HorizontalPodAutoscaler",
              new Known(
                  V2HorizontalPodAutoscaler.class,
                  V2HorizontalPodAutoscaler::validateJsonElement)));

  private static final Map<String, String> CUSTOM =
      Map.of(
          "monitoring.coreos.com/v1 ServiceMonitor", "ServiceMonitor.json",
          "monitoring.coreos.com/v1 PodMonitor", "PodMonitor.json",
          "monitoring.coreos.com/v1 PrometheusRule", "PrometheusRule.json",
          "keda.sh/v1alpha1 ScaledObject", "ScaledObject.json",
          "gateway.networking.k8s.io/v1 HTTPRoute", "HTTPRoute.json",
          "gateway.networking.k8s.io/v1 BackendTLSPolicy", "BackendTLSPolicy.json",
          "cert-manager.io/v1 Certificate", "Certificate.json");

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern LABEL =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  private static final Pattern QUANTITY = Pattern.compile("[0-9.]+[A-Za-z]{0,2}");

  private ObjectCheck() {}

  /** What is wrong with {@code object}; nothing if it is right. */
  static List<String> problems(KubeObject object) {
    List<String> problems = new ArrayList<>();
    String type = object.apiVersion() + " " + object.kind();
    if (KNOWN.containsKey(type)) {
      problems.addAll(fieldProblems(KNOWN.get(type), object.json()));
    } else if (CUSTOM.containsKey(type)) {
      problems.addAll(SchemaFile.resource("schemas/" + CUSTOM.get(type)).problems(object.json()));
    } else {
      problems.add("is of a type that nobody checks: " + type);
    }
    Pattern wanted = object.kind().equals("Service") ? SERVICE_NAME : NAME;
    if (!wanted.matcher(object.name()).matches()) {
      problems.add("is no name: " + object.name());
    }
    object.labels().values().stream()
        .filter(value -> !LABEL.matcher(value).matches())
        .forEach(value -> problems.add("is no value of a label: " + value));
    return problems.stream().map(problem -> object + ": " + problem).toList();
  }

  /**
   * The fields' types are looked at by reading the object and writing it again, since where a text
   * is wanted the check of fields takes a number as well.
   */
  private static List<String> fieldProblems(Known known, JsonNode json) {
    JsonElement object = JsonParser.parseString(json.toString());
    try {
      known.fields.check(object);
      JsonElement read = JSON.getGson().toJsonTree(JSON.getGson().fromJson(object, known.type));
      List<String> problems = new ArrayList<>();
      compare("", object, read, problems);
      return problems;
    } catch (IOException | RuntimeException e) {
      return List.of(e.toString());
    }
  }

  private static void compare(
      String path, JsonElement given, JsonElement read, List<String> problems) {
    if (given.isJsonObject() && read != null && read.isJsonObject()) {
      JsonObject fields = read.getAsJsonObject();
      given
          .getAsJsonObject()
          .entrySet()
          .forEach(
              entry ->
                  compare(
                      path + "/" + entry.getKey(),
                      entry.getValue(),
                      fields.get(entry.getKey()),
                      problems));
    } else if (given.isJsonArray()
        && read != null
        && read.isJsonArray()
        && given.getAsJsonArray().size() == read.getAsJsonArray().size()) {
      for (int i = 0; i < given.getAsJsonArray().size(); i++) {
        compare(
            path + "/" + i, given.getAsJsonArray().get(i), read.getAsJsonArray().get(i), problems);
      }
    } else if (!given.equals(read) && !isSameQuantity(given, read)) {
      problems.add("%s is %s, which is read as %s".formatted(path, given, read));
    }
  }

  /** A quantity is written in its shortest form. */
  private static boolean isSameQuantity(JsonElement given, JsonElement read) {
    return isText(given)
        && isText(read)
        && QUANTITY.matcher(given.getAsString()).matches()
        && Quantity.fromString(given.getAsString()).equals(Quantity.fromString(read.getAsString()));
  }

  private static boolean isText(JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
  }
}
