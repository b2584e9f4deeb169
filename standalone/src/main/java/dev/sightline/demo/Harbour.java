package dev.sightline.demo;

/**
 * Where things are in the picture: a lighthouse on the right, the sea before it, all in pixels.
 *
 * @param width of the picture
 * @param height of the picture
 */
record Harbour(int width, int height) {

  /** The unit in which sizes are given: 960 x 540 of them fit into any picture. */
  double unit() {
    return Math.min(width / 960.0, height / 540.0);
  }

  double horizon() {
    return 0.74 * height;
  }

  double sunX() {
    return 0.3 * width;
  }

  double towerX() {
    return 0.84 * width;
  }

  double lampY() {
    return horizon() - 104 * unit();
  }
}
