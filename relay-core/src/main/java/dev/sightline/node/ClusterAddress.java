package dev.sightline.node;

/**
 * Where a node is found by the others.
 *
 * @param port Hazelcast's, as it really is
 * @param busPort the event bus's, as it really is
 */
public record ClusterAddress(String host, int port, int busPort) {}
