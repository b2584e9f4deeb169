package dev.sightline.ingest;

import dev.sightline.frame.StreamId;

/**
 * One stream in the configuration, and where it comes from. Immutable; a stream whose configuration
 * is equal to the one before goes on untouched when the file changes.
 */
public interface StreamConfig {

  /** The stream's name, in configuration the name of its section. */
  StreamId id();

  /** Where the stream comes from, for people: without credentials. */
  String origin();

  /** A source for it that has not begun yet. */
  StreamSource source(SourceTools tools);
}
