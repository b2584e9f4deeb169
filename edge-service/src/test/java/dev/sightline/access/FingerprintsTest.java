package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintsTest {

  private final Fingerprints fingerprints = new Fingerprints();

  @Test
  void tellCredentialsApartWhereverTheirPartsEnd() {
    assertThat(fingerprints.of("ab", "c")).isNotEqualTo(fingerprints.of("a", "bc"));
    assertThat(fingerprints.of("a:1", "c")).isNotEqualTo(fingerprints.of("a", "1:c"));
    assertThat(fingerprints.of("ab", "c")).isEqualTo(fingerprints.of("ab", "c"));
  }

  @Test
  void areOfNoUseToAnotherProcess() {
    assertThat(fingerprints.of("a", "b")).isNotEqualTo(new Fingerprints().of("a", "b")).hasSize(64);
  }
}
