package dev.sightline.frame;

/** What a stream's source is doing; there are no other states. */
public enum StreamState {
  /** Nobody is watching and the camera is left alone. */
  IDLE,
  /** Somebody is watching and the first picture of this connection has not come yet. */
  CONNECTING,
  /** Pictures arrive. */
  LIVE,
  /** The last attempt ended, and the next one is waiting for its time. */
  RETRYING
}
