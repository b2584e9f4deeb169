package dev.sightline.chaos;

/**
 * One picture that a viewer got.
 *
 * @param at when its last byte came, milliseconds since 1970
 * @param sequence its number, as the camera counts
 * @param age milliseconds since the camera made it
 * @param repeat whether the viewer had seen this very picture as its last one
 */
public record Sight(long at, int sequence, long age, boolean repeat) {}
