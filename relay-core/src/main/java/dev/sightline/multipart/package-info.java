/**
 * The formats of a live picture over HTTP, above all {@code multipart/x-mixed-replace}: what
 * cameras really send, read with tolerance ({@link dev.sightline.multipart.StreamParser}), and what
 * viewers are sent, written strictly ({@link dev.sightline.multipart.PartWriter}).
 *
 * <p>Bytes in, values out: nothing here does I/O, and nothing here knows a stream or a frame.
 */
package dev.sightline.multipart;
