package dev.sightline.edge;

/**
 * What one event loop knows of those who come to it.
 *
 * @param door whether any more are let in
 * @param guests those who stay
 * @param connections all of them, whatever they are for
 */
record Reception(Door door, Guests guests, Connections connections) {}
