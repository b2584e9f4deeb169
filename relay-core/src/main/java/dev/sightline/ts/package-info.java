/** MPEG transport streams: several uploads in, one stream out; no I/O. */
package dev.sightline.ts;
