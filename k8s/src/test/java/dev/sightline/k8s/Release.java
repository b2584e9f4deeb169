package dev.sightline.k8s;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the chart has rendered. */
record Release(List<KubeObject> objects) {

  Release {
    objects = List.copyOf(objects);
  }

  static Release of(String yaml) {
    return new Release(Yaml.documents(yaml).stream().map(KubeObject::new).toList());
  }

  Stream<KubeObject> all(String kind) {
    return objects.stream().filter(object -> object.kind().equals(kind));
  }

  Optional<KubeObject> find(String kind, String name) {
    return all(kind).filter(object -> object.name().equals(name)).findFirst();
  }

  /** The one object of this kind and component. */
  KubeObject one(String kind, String component) {
    List<KubeObject> found =
        all(kind).filter(object -> object.component().equals(component)).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "there are %d of kind %s and component %s in %s"
              .formatted(found.size(), kind, component, objects));
    }
    return found.get(0);
  }

  /** All that pods are made of, those of hooks among them. */
  List<PodTemplate> pods() {
    return objects.stream().flatMap(object -> PodTemplate.of(object).stream()).toList();
  }

  PodTemplate pod(String component) {
    return pods().stream()
        .filter(pod -> pod.component().equals(component))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no pods of " + component + " in " + objects));
  }

  /** The objects of this kind, at least one. */
  List<KubeObject> some(String kind) {
    List<KubeObject> found = all(kind).toList();
    if (found.isEmpty()) {
      throw new AssertionError("no " + kind + " in " + objects);
    }
    return found;
  }
}
