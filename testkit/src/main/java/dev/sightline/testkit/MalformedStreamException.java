package dev.sightline.testkit;

/** Received bytes are not what their protocol allows, beyond every quirk that is known. */
final class MalformedStreamException extends RuntimeException {

  MalformedStreamException(String sentence) {
    super(sentence);
  }
}
