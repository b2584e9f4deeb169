package dev.sightline.ingest;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/**
 * What every source of an ingest works with.
 *
 * @param epoch the run of numbers that all its frames belong to
 * @param publisher where they go
 * @param onChange hears of each change of a stream's state
 * @param tracing where its attempts to connect are traced
 */
public record SourceTools(
    Vertx vertx,
    Epoch epoch,
    FramePublisher publisher,
    Consumer<StreamStatus> onChange,
    RelayMetrics metrics,
    Tracing tracing) {}
