package dev.sightline.edge;

/** A viewer of MPEG-TS. */
interface TsViewer extends Viewer {

  /** Takes what is new now or later, but does not make anybody wait. */
  void proceed();
}
