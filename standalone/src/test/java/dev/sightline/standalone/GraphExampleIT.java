package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The producer of graphs in {@code examples}, as it stands, and the page that shows them. */
class GraphExampleIT extends InBrowser {

  private static final String WAITS = "waiting for somebody to watch";
  private static final String BEGINS = "somebody is watching";
  private static final String DRAWN = "drawn";

  @Test
  void drawsWhileItsPageIsOpenAndNothingOtherwise() {
    Path python = Requires.program("python3");
    relay.with(Pushing.stream("graphs", Publisher.TAKE_OVER)).start();
    List<String> command =
        List.of(python.toString(), "examples/graph.py", relay.url("/graphs/frames"));
    Map<String, String> token = Map.of("TOKEN", Pushing.SECRET);
    try (RunningProgram graphs = RunningProgram.start(command, token, NodeProcess.HOME)) {
      graphs.awaitLine(WAITS);

      open("/graphs/");
      awaitMovement(1);
      page.navigate("about:blank");
      Await.until("it waits again", () -> count(graphs, WAITS) == 2);
      int drawn = count(graphs, DRAWN);
      assertThat(drawn).isGreaterThanOrEqualTo(3);
      assertThat(relay.metric("sightline.camera.frames", "stream", "graphs"))
          .as("those that were pushed: those drawn and the one that nobody watched any more")
          .isEqualTo(drawn + 1.0);

      open("/graphs/");
      awaitMovement(1);

      List<String> lines = graphs.lines();
      assertThat(lines.subList(lines.lastIndexOf(WAITS), lines.lastIndexOf(BEGINS)))
          .as("what it did while nobody was watching")
          .containsExactly(WAITS);
      assertThat(relay.metric("sightline.pushes.refused")).isZero();
    }
  }

  private static int count(RunningProgram program, String line) {
    return (int) program.lines().stream().filter(line::equals).count();
  }
}
