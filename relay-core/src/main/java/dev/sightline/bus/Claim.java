package dev.sightline.bus;

/**
 * That an ingest has the source of a stream which nobody else can pull.
 *
 * @param link by which it comes, as it is called in the whole cluster, also for people
 * @param present whether the other end of that link is there now
 */
public record Claim(String link, boolean present) {}
