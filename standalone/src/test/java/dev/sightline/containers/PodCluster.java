package dev.sightline.containers;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a Kubernetes cluster would make of the manifests, without its servers: pods are containers,
 * and the few things that others do to them are done here. The names of Services are aliases in the
 * network, which have the addresses of all their pods, as a headless Service has that publishes
 * those that aren't ready.
 */
final class PodCluster implements AutoCloseable {

  private static final String NETWORK = "sightline-pods";

  /** Below come the gateway's address and those the engine gives away itself. */
  private static final int FIRST_ADDRESS = 20;

  private volatile Manifests manifests;
  private final Path directory;
  private final String prefix;
  private final ScheduledExecutorService clock = probing();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, FilesVolume> volumes = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> secrets = new ConcurrentHashMap<>();
  private final List<Pod> pods = new CopyOnWriteArrayList<>();
  private final List<PodEnd> ends = new CopyOnWriteArrayList<>();
  private int begun;

  private PodCluster(Manifests manifests, Path directory, String prefix) {
    this.manifests = manifests;
    this.directory = directory;
    this.prefix = prefix;
  }

  /** One without pods. */
  static PodCluster create(Manifests manifests, Path directory) {
    removeAll();
    // Addresses can be chosen only where the range was, and the engine knows which one is free.
    Docker.run("network", "create", NETWORK);
    String subnet = Docker.inspect(NETWORK, "{{(index .IPAM.Config 0).Subnet}}");
    Docker.run("network", "rm", NETWORK);
    Docker.run("network", "create", "--subnet", subnet, NETWORK);
    return new PodCluster(manifests, directory, subnet.replaceFirst("\\d+/\\d+$", ""));
  }

  private static ScheduledExecutorService probing() {
    ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(16);
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  private static void removeAll() {
    String left =
        Docker.run("ps", "--all", "--quiet", "--filter", "label=" + NETWORK).replace('\n', ' ');
    if (!left.isBlank()) {
      for (String container : left.strip().split(" ")) {
        Docker.remove(container);
      }
    }
    if (Docker.run("network", "ls", "--format", "{{.Name}}").lines().anyMatch(NETWORK::equals)) {
      Docker.run("network", "rm", NETWORK);
    }
  }

  List<PodTemplate> templates() {
    return manifests.all("Deployment").map(PodTemplate::new).toList();
  }

  PodTemplate template(String deployment) {
    return new PodTemplate(manifests.get("Deployment", deployment));
  }

  /** A pod without a Deployment, which runs once. */
  PodTemplate hook(String pod) {
    return PodTemplate.once(manifests.get("Pod", pod));
  }

  /** The files of a ConfigMap. */
  JsonObject data(String configMap) {
    return manifests.get("ConfigMap", configMap).getJsonObject("data");
  }

  /** Takes other objects in the place of those of the same kind and name; pods stay as they are. */
  void apply(Manifests others) {
    manifests = manifests.with(others);
    others.all("ConfigMap").forEach(map -> volumes.get(Manifests.name(map)).write(files(map)));
  }

  /** Changes what pods find in a ConfigMap, those that run too. */
  void change(String configMap, Map<String, String> files) {
    manifests.get("ConfigMap", configMap).put("data", new JsonObject(new HashMap<>(files)));
    volumes.get(configMap).write(files);
  }

  /** Makes a Secret, or changes what pods find in it. */
  void keep(String secret, Map<String, String> files) {
    secrets.put(secret, files);
    if (volumes.containsKey(secret)) {
      volumes.get(secret).write(files);
    }
  }

  /** Starts or ends pods of a Deployment until there are so many; those that end are the newest. */
  void scale(PodTemplate template, int count) {
    List<Pod> its = pods(template.name());
    List<CompletableFuture<?>> steps = new ArrayList<>();
    for (int i = its.size(); i < count; i++) {
      steps.add(CompletableFuture.runAsync(add(template), threads));
    }
    its.stream().skip(count).forEach(this::end);
    CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)).join();
  }

  /** Makes a pod known; what is given back starts it, which takes a moment. */
  private Runnable add(PodTemplate template) {
    int number = begun++;
    String name = "%s-%02d".formatted(template.name(), number);
    Pod pod = new Pod(template, name, prefix + (FIRST_ADDRESS + number), clock);
    List<String> run = new ArrayList<>(List.of("--network", NETWORK, "--label", NETWORK));
    services(template).forEach(service -> run.addAll(List.of("--network-alias", service)));
    run.addAll(template.run(name, pod.address(), volume -> volume(template, volume)));
    pods.add(pod);
    return () -> pod.start(run);
  }

  /** Those with ports of their own numbers; others need somebody who changes these. */
  private List<String> services(PodTemplate template) {
    return manifests
        .all("Service")
        .filter(
            service -> template.matches(service.getJsonObject("spec").getJsonObject("selector")))
        .filter(service -> ports(service).stream().allMatch(port -> isSame(template, port)))
        .map(Manifests::name)
        .toList();
  }

  private static boolean isSame(PodTemplate template, JsonObject port) {
    return template.port(port.getValue("targetPort")) == port.getInteger("port");
  }

  static List<JsonObject> ports(JsonObject service) {
    JsonArray ports = service.getJsonObject("spec").getJsonArray("ports");
    return ports.stream().map(JsonObject.class::cast).toList();
  }

  private String volume(PodTemplate template, JsonObject volume) {
    FilesVolume files =
        volume.containsKey("secret")
            ? volumes.computeIfAbsent(
                volume.getJsonObject("secret").getString("secretName"),
                name -> secret(name, volume.getJsonObject("secret"), template.group()))
            : volumes.computeIfAbsent(
                volume.getJsonObject("configMap").getString("name"), this::configMap);
    return files.directory().toString();
  }

  private FilesVolume configMap(String name) {
    FilesVolume volume = FilesVolume.ofConfigMap(directory.resolve(name));
    volume.write(files(manifests.get("ConfigMap", name)));
    return volume;
  }

  private FilesVolume secret(String name, JsonObject source, int group) {
    int mode = source.getInteger("defaultMode");
    FilesVolume volume = FilesVolume.ofSecret(directory.resolve(name), mode, group);
    volume.write(secrets.get(name));
    return volume;
  }

  private static Map<String, String> files(JsonObject configMap) {
    return configMap.getJsonObject("data").stream()
        .collect(Collectors.toMap(Map.Entry::getKey, file -> file.getValue().toString()));
  }

  /** Runs a pod to its end, as that of a hook; gives what it has printed. */
  String runOnce(PodTemplate template, UnaryOperator<String> mended) {
    List<String> run = new ArrayList<>(List.of("run", "--rm", "--network", NETWORK));
    int number = begun++;
    template.run(template.name(), prefix + (FIRST_ADDRESS + number), volume -> "").stream()
        .map(mended)
        .forEach(run::add);
    return Docker.run(run.toArray(String[]::new));
  }

  /** Ends one as Kubernetes deletes it. */
  void end(Pod pod) {
    pods.remove(pod);
    pod.end(threads)
        .exceptionally(failure -> new PodEnd(pod.name(), Duration.ZERO, failure.toString()))
        .thenAccept(ends::add);
  }

  /** All of a Deployment that aren't ending, the oldest first. */
  List<Pod> pods(String deployment) {
    return pods.stream().filter(pod -> pod.template().name().equals(deployment)).toList();
  }

  List<Pod> pods() {
    return List.copyOf(pods);
  }

  /** Those that have ended so far. */
  List<PodEnd> ends() {
    return List.copyOf(ends);
  }

  /** Where a Service leads to by one of its ports, now. */
  ServiceProxy serve(String service, String port) {
    JsonObject object = manifests.get("Service", service);
    JsonObject selector = object.getJsonObject("spec").getJsonObject("selector");
    Object target =
        ports(object).stream()
            .filter(each -> each.getString("name").equals(port))
            .map(each -> each.getValue("targetPort"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no port " + port + " in " + service));
    return ServiceProxy.start(
        () ->
            pods.stream()
                .filter(pod -> pod.isReady() && pod.template().matches(selector))
                .map(pod -> pod.address() + ":" + pod.template().port(target))
                .toList());
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.shutdown();
    removeAll();
  }
}
