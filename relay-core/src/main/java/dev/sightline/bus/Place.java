package dev.sightline.bus;

/**
 * Where an edge gets a stream from, as the owner decides.
 *
 * @param parent the edge that it is to ask; null if the owner itself
 * @param depth how many times a frame passes from node to node until it is there
 */
public record Place(String parent, int depth) {

  /** At the owner itself. */
  static final Place FIRST = new Place(null, 1);

  /** Whether it comes from the owner itself. */
  public boolean isFirst() {
    return parent == null;
  }
}
