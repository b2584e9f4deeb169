package dev.sightline.bus;

import dev.sightline.frame.Epoch;

/**
 * How far an edge has come in an ordered stream.
 *
 * @param epoch the run of the position
 * @param position of the byte that it wants next
 */
public record Bookmark(Epoch epoch, long position) {}
