package dev.sightline.chaos;

/**
 * What a node takes at a moment.
 *
 * @param at milliseconds since 1970
 * @param late how long this program itself had been kept from looking, in milliseconds
 */
record Sample(long at, String node, long residentKiB, long late) {}
