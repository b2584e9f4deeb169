/**
 * The chaos suite: a cluster of the real program in network namespaces, faults, and what viewers
 * saw of them. {@link dev.sightline.chaos.Chaos} is where it begins.
 */
package dev.sightline.chaos;
