/** What a frame costs between two nodes, and how old it is: the bus beside the link. */
package dev.sightline.transport;
