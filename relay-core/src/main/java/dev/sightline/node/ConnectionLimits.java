package dev.sightline.node;

import java.time.Duration;

/**
 * How many connections there may be to a server, and how long each may take.
 *
 * @param most at a time, of one event loop
 * @param request for the head of the first request
 * @param idle with nothing under way
 * @param answer to be answered, and to take that
 */
public record ConnectionLimits(int most, Duration request, Duration idle, Duration answer) {}
