package dev.sightline.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiryNoticeTest {

  private static final Instant END = Instant.parse("2027-03-01T00:00:00Z");

  private final ExpiryNotice notice =
      new ExpiryNotice(new CertificateOwner("the event bus", "no node connects to this one"));

  @Test
  void saysNothingWhileThereIsTime() {
    assertThat(notice.due(before(15), END)).isEmpty();
  }

  @Test
  void warnsOnceADayInTheLastTwoWeeks() {
    assertThat(notice.due(before(13), END))
        .contains("the certificate of the event bus expires on 2027-03-01T00:00:00Z");
    assertThat(notice.due(before(13).plus(Duration.ofHours(23)), END)).isEmpty();
    assertThat(notice.due(before(12), END)).isPresent();
  }

  @Test
  void saysWhatIsSoWhenItHasExpired() {
    assertThat(notice.due(END.plusSeconds(1), END))
        .contains(
            "the certificate of the event bus has expired, on 2027-03-01T00:00:00Z:"
                + " no node connects to this one");
  }

  @Test
  void isQuietAgainWithANewCertificate() {
    assertThat(notice.due(before(1), END)).isPresent();
    assertThat(notice.due(END, END.plus(Duration.ofDays(90)))).isEmpty();
  }

  private static Instant before(int days) {
    return END.minus(Duration.ofDays(days));
  }
}
