/** How an ingest shows a camera who it is: Basic, and Digest in full (RFC 7617, RFC 7616). */
package dev.sightline.auth;
