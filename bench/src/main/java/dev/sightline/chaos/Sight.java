package dev.sightline.chaos;

/**
 * One picture that a viewer got.
 *
 * @param at when its last byte came, milliseconds since 1970
 * @param age milliseconds since the camera made it
 * @param repeat whether the viewer had seen this very picture as its last one
 */
record Sight(long at, long age, boolean repeat) {}
