/** Certificates and keys in files: read, judged, and watched while they are in use. */
package dev.sightline.tls;
