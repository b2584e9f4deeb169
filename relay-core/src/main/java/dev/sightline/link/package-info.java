/** The bus between two places that are no cluster: one WebSocket, dialled from one side. */
package dev.sightline.link;
