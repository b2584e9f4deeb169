package dev.sightline.folder;

import java.io.IOException;

/** A file can't be shown; its message is a sentence that says why. */
public final class UnfitPictureException extends IOException {

  private static final long serialVersionUID = 1;

  UnfitPictureException(String sentence) {
    super(sentence);
  }
}
