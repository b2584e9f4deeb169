/** The role that serves viewers. */
package dev.sightline.edge;
