/** Certificates for the viewers' port from an ACME server such as Let's Encrypt, without help. */
package dev.sightline.acme;
