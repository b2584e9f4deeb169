package dev.sightline.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The viewers of one stream on one event loop, in the order in which they came. Any of them may
 * leave, and others come, while all are being visited.
 */
final class ViewerList<V extends Viewer> {

  /** A viewer who leaves during a visit leaves a null, so that no other one is missed. */
  private final List<V> viewers = new ArrayList<>();

  private int size;
  private boolean visiting;

  void add(V viewer) {
    viewers.add(viewer);
    size++;
  }

  /** Removes a viewer and tells whether it was there. */
  boolean remove(Viewer viewer) {
    int at = viewers.indexOf(viewer);
    if (at < 0) {
      return false;
    }
    size--;
    if (visiting) {
      viewers.set(at, null);
    } else {
      viewers.remove(at);
    }
    return true;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** How the first of them are served, at most so many. */
  List<ViewerFigures> figures(int most) {
    return viewers.stream()
        .filter(Objects::nonNull)
        .map(Viewer::figures)
        .flatMap(Optional::stream)
        .limit(most)
        .toList();
  }

  void visit(Consumer<V> visitor) {
    visiting = true;
    try {
      for (int i = 0; i < viewers.size(); i++) {
        V viewer = viewers.get(i);
        if (viewer != null) {
          visitor.accept(viewer);
        }
      }
    } finally {
      visiting = false;
      if (viewers.size() > size) {
        viewers.removeIf(Objects::isNull);
      }
    }
  }
}
