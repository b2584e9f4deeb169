/** The API of the Kubernetes that a pod runs in, as far as an edge talks to it. */
package dev.sightline.kubernetes;
