package dev.sightline.chaos;

/**
 * A moment of a row.
 *
 * @param at milliseconds since 1970
 * @param what such as "kill -9 edge-1"
 */
record Mark(long at, Kind kind, String what) {

  enum Kind {
    FAULT,
    HEALING,
    END
  }
}
