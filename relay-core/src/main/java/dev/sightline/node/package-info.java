/** One node: its configuration, its command line, its start and its stop. */
package dev.sightline.node;
