package dev.sightline.frame;

/**
 * The number that the first ingest of a frame gave it. It stays the same however many clusters the
 * frame passes through, so a frame that comes by two ways is known to be one.
 *
 * @param epoch of the first ingest's ownership
 * @param sequence within that epoch
 */
public record Origin(Epoch epoch, long sequence) {}
