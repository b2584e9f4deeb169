package dev.sightline.access;

/** What somebody may want to do with a stream. */
public enum Action {
  /** See its pictures, or hear and see its MPEG-TS, and the pages that show them. */
  WATCH,
  /** Send pictures or packets for it. */
  PUSH,
  /** See how it is doing. */
  STATUS
}
