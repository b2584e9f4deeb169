/**
 * The format of a live picture over HTTP, {@code multipart/x-mixed-replace}: what cameras really
 * send, read with tolerance, and what viewers are sent, written strictly.
 *
 * <p>Bytes in, values out: nothing here does I/O, and nothing here knows a stream or a frame.
 */
package dev.sightline.multipart;
