package dev.sightline.bus;

/**
 * What an edge tells the owner of a stream when it asks it.
 *
 * @param serves whether it gives the stream to other edges if they ask
 * @param parent the edge that it has asked instead of the owner: when it asks for a place the one
 *     that it goes on asking, else the one by which it wasn't served; null if there is none
 */
public record Standing(boolean serves, String parent) {

  /** One that nobody is to ask. */
  static final Standing LEAF = new Standing(false, null);
}
