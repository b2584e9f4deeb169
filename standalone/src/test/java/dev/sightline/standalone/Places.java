package dev.sightline.standalone;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A camera, and the processes between it and those who watch it, all on loopback. */
final class Places implements AutoCloseable {

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Path directory;

  /**
   * @param directory for files of the test
   */
  Places(Path directory) {
    this.directory = directory;
  }

  FakeCamera camera() {
    return camera;
  }

  /** It as a camera of a node. */
  String yard() {
    return "yard=" + camera.url();
  }

  Vertx outside() {
    return outside;
  }

  /** Writes a file anew, and tells where it is. */
  String write(String file, String... lines) throws IOException {
    Path path = directory.resolve(file);
    return Files.writeString(path, String.join("\n", lines) + "\n").toString();
  }

  /** A process that has all to itself. */
  NodeProcess start(String... arguments) {
    NodeProcess node = NodeProcess.start(arguments);
    opened.push(node);
    return node.awaitUp();
  }

  /**
   * A node of a cluster.
   *
   * @param joined the port of one that it asks
   * @param port its own
   */
  NodeProcess startNode(String role, int joined, int port, String... more) {
    List<String> arguments = new ArrayList<>(List.of(role));
    arguments.addAll(List.of("--cluster", "127.0.0.1:" + joined, "--cluster-port", "" + port));
    arguments.addAll(List.of(more));
    return start(arguments.toArray(String[]::new));
  }

  TestViewer watch(NodeProcess edge, String stream) {
    TestViewer viewer = TestViewer.open(outside, edge.url("/" + stream + "/stream"));
    opened.push(viewer);
    return viewer;
  }

  /** Has it closed before what was opened earlier. */
  void closeLater(AutoCloseable other) {
    opened.push(other);
  }

  /** What was opened last goes first. */
  @Override
  public void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    camera.close();
    Await.result(outside.close());
  }
}
