package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BearerTokenTest {

  private static final BearerToken GARDEN = token("s3cret-of-the-garden");
  private static final BearerToken HARBOUR = token("s3cret-of-the-harbour");

  @Test
  void knowsWhoseIsShown() {
    assertThat(whose(HARBOUR.header())).contains(HARBOUR);
    assertThat(whose("bearer  s3cret-of-the-garden ")).contains(GARDEN);
    assertThat(whose("Bearer s3cret-of-the-garde")).isEmpty();
    assertThat(whose("Basic s3cret-of-the-garden")).isEmpty();
    assertThat(whose("Bearer ")).isEmpty();
    assertThat(whose(null)).isEmpty();
  }

  @Test
  void looksNoFurtherThanATokenIsLong() {
    String longest = "x".repeat(BearerToken.LONGEST);
    BearerToken token = token(longest);

    assertThat(whose(token, "Bearer " + longest)).contains(token);
    assertThat(BearerToken.isIn("Bearer " + longest)).isTrue();
    assertThat(BearerToken.isIn("Bearer " + longest + " ")).isFalse();
    assertThat(whose(token, "Bearer " + longest + " ")).isEmpty();
  }

  @Test
  void isTheSameWithTheSameSecretAndDoesNotTellIt() {
    assertThat(GARDEN).isEqualTo(token("s3cret-of-the-garden")).isNotEqualTo(HARBOUR);
    assertThat(GARDEN).hasSameHashCodeAs(token("s3cret-of-the-garden"));
    assertThat(GARDEN.toString()).doesNotContain("s3cret");
  }

  private static Optional<BearerToken> whose(String header) {
    return BearerToken.whose(List.of(GARDEN, HARBOUR), Function.identity(), header);
  }

  private static Optional<BearerToken> whose(BearerToken token, String header) {
    return BearerToken.whose(List.of(token), Function.identity(), header);
  }

  private static BearerToken token(String text) {
    return new BearerToken(new Secret(text));
  }
}
