package dev.sightline.acme;

import dev.sightline.metrics.AcmeMetrics;
import java.time.Clock;
import java.time.Duration;

/**
 * What a test has otherwise.
 *
 * @param lookEvery how often is looked for something to do
 */
record AcmeSurroundings(AcmeMetrics metrics, Clock clock, Duration lookEvery) {}
