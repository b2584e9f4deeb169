/** How frames and ordered streams travel between the nodes of a cluster: every hop pulls. */
package dev.sightline.bus;
