/** The names and units of everything the product counts. */
package dev.sightline.metrics;
