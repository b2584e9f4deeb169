package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewerListTest {

  private final ViewerList<Viewer> list = new ViewerList<>();
  private final Viewer one = new RecordingViewer();
  private final Viewer two = new RecordingViewer();
  private final Viewer three = new RecordingViewer();

  @Test
  void isVisitedInTheOrderOfComing() {
    add(one, two, three);

    assertThat(visited()).containsExactly(one, two, three);
  }

  @Test
  void forgetsWhoLeaves() {
    add(one, two, three);

    assertThat(list.remove(two)).isTrue();
    assertThat(list.remove(two)).isFalse();

    assertThat(visited()).containsExactly(one, three);
  }

  @Test
  void isEmptyAfterTheLast() {
    assertThat(list.isEmpty()).isTrue();
    add(one);
    assertThat(list.isEmpty()).isFalse();
    list.remove(one);
    assertThat(list.isEmpty()).isTrue();
  }

  @Test
  void visitsEverybodyElseOnceWhenSomeLeaveMeanwhile() {
    add(one, two, three);
    List<Viewer> seen = new ArrayList<>();

    list.visit(
        viewer -> {
          seen.add(viewer);
          if (viewer == one) {
            assertThat(list.remove(one)).isTrue();
            assertThat(list.remove(two)).isTrue();
            assertThat(list.remove(two)).isFalse();
          }
        });

    assertThat(seen).containsExactly(one, three);
    assertThat(visited()).containsExactly(three);
  }

  @Test
  void takesInWhoComesMeanwhile() {
    add(one);

    list.visit(
        viewer -> {
          if (viewer == one) {
            list.add(two);
          }
        });

    assertThat(visited()).containsExactly(one, two);
  }

  private void add(Viewer... viewers) {
    for (Viewer viewer : viewers) {
      list.add(viewer);
    }
  }

  private List<Viewer> visited() {
    List<Viewer> seen = new ArrayList<>();
    list.visit(seen::add);
    return seen;
  }
}
