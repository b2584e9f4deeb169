/** The role that pulls cameras and answers the asks of edges. */
package dev.sightline.ingest;
