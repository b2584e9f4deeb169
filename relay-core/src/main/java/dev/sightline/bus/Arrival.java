package dev.sightline.bus;

import dev.sightline.frame.Frame;

/**
 * A frame as this node received it.
 *
 * @param at when its ingest had it, by this node's {@link System#nanoTime}: how long it lay there
 *     is taken off, its way here is not
 * @param standstills how many {@link Standstills} this process had had by then: one more, and the
 *     frame shows what was, not what is
 */
public record Arrival(Frame frame, long at, int standstills) {}
