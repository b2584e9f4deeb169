package dev.sightline.node;

import dev.sightline.frame.StreamId;

/**
 * Traces of what a node does seldom: it starts and ends, takes streams and gives them up, connects
 * to cameras, keeps a viewer waiting. Never of a frame. Any thread.
 */
public interface Tracing extends AutoCloseable {

  /** Costs nothing: no class of OpenTelemetry is loaded. */
  Tracing OFF =
      new Tracing() {
        @Override
        public Operation begin(Operation.Name name) {
          return Operation.UNTRACED;
        }

        @Override
        public void nameNode(String id) {}

        @Override
        public void firstPicture(StreamId stream, long nanos) {}

        @Override
        public void close() {}
      };

  static Tracing of(TracingConfig config, Role role) {
    return config.endpoint().isPresent() ? OtlpTracing.open(config, role) : OFF;
  }

  /** Says with each operation that ends from now on which node this is. */
  void nameNode(String id);

  /** Begins an operation that is part of no other one. */
  Operation begin(Operation.Name name);

  /**
   * A viewer has got the first picture of a stream, so many nanoseconds after the request. Only
   * long waits are traced, and one of them a second: how long viewers wait is for metrics to tell,
   * a trace shows such a wait beside what the nodes were doing then.
   */
  void firstPicture(StreamId stream, long nanos);

  /** Delivers what is left. Blocks for {@value OtlpTracing#FLUSH_MILLIS} ms at most. */
  @Override
  void close();
}
