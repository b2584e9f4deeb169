package dev.sightline.plan;

/**
 * How much of something is used, of the busiest there is.
 *
 * @param of where the load is
 * @param used 1 when there is no more
 */
record Share(String of, double used) {}
