package dev.sightline.ingest;

import io.vertx.core.Vertx;

/** A stream whose source is connected when somebody watches. */
interface PulledConfig extends StreamConfig {

  /** How it is pulled. */
  SourcePolicy policy();

  /** The way to it. */
  SourceAccess access(Vertx vertx);

  @Override
  default StreamSource source(SourceTools tools) {
    return new PulledSource(this, policy(), tools, access(tools.vertx()));
  }
}
