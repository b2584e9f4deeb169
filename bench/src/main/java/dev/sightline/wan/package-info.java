/**
 * Links on real bad wires: sites and regions of the real program in network namespaces, and what
 * crosses between them. {@link dev.sightline.wan.Wan} is where it begins.
 */
package dev.sightline.wan;
