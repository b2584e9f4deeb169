package dev.sightline.bus;

import dev.sightline.frame.Frame;

/**
 * A frame as this node received it.
 *
 * @param at when it came, {@link System#nanoTime}: the only clock by which its age here can be
 *     told, since the ingest's clock may differ
 */
public record Arrival(Frame frame, long at) {}
