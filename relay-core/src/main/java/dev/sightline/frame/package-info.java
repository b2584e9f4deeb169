/** The nouns that every part of the product shares: streams and the frames that make them up. */
package dev.sightline.frame;
