package dev.sightline.plan;

/**
 * What was measured of the real program.
 *
 * @param read a frame from a camera, at an ingest
 * @param send a frame on the bus, for each node that gets it
 * @param receive a frame from the bus, until viewers' loops have it
 * @param view a frame for one viewer
 * @param join a viewer that comes, until its first picture
 * @param announcement a message of a member to another one, at either side
 * @param idle of a node that does nothing, a second
 * @param wakeUp nanoseconds until a thread that sleeps does what it is told
 */
record Costs(
    Cost read,
    Cost send,
    Cost receive,
    Cost view,
    Cost join,
    Cost announcement,
    Cost idle,
    long wakeUp) {

  Costs withWakeUp(long nanos) {
    return new Costs(read, send, receive, view, join, announcement, idle, nanos);
  }
}
