package dev.sightline.ingest;

import dev.sightline.multipart.PartLimits;
import dev.sightline.node.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Source policies of tests: everything that a test doesn't name is patient and quick to retry. */
final class Policies {

  /** Far beyond what any test takes. */
  static final Duration LONG = Duration.ofMinutes(5);

  static final Duration SOON = Duration.ofMillis(20);

  private Duration connect = LONG;
  private Duration stall = LONG;
  private Duration linger = LONG;
  private Duration poll = SOON;
  private RetryPolicy retry =
      new RetryPolicy(SOON, Duration.ofSeconds(3), SOON, SOON, Duration.ZERO);
  private RequestPolicy request = RequestPolicy.DEFAULT;
  private LinkPolicy link = LinkPolicy.DEFAULT;

  static Policies patient() {
    return new Policies();
  }

  Policies connect(Duration timeout) {
    connect = timeout;
    return this;
  }

  Policies stall(Duration timeout) {
    stall = timeout;
    return this;
  }

  Policies linger(Duration time) {
    linger = time;
    return this;
  }

  Policies pollEvery(Duration time) {
    poll = time;
    return this;
  }

  Policies retry(RetryPolicy policy) {
    retry = policy;
    return this;
  }

  Policies redirects(Redirects allowed) {
    request =
        new RequestPolicy(
            request.userAgent(),
            request.headers(),
            request.method(),
            request.body(),
            request.authentication(),
            allowed);
    return this;
  }

  Policies header(String name, String value) {
    request =
        new RequestPolicy(
            request.userAgent(),
            List.of(RequestHeader.of(name, value)),
            request.method(),
            request.body(),
            request.authentication(),
            request.redirects());
    return this;
  }

  Policies post(String body) {
    request =
        new RequestPolicy(
            request.userAgent(),
            request.headers(),
            "POST",
            Optional.of(new Secret(body)),
            request.authentication(),
            request.redirects());
    return this;
  }

  Policies link(LinkPolicy way) {
    link = way;
    return this;
  }

  SourcePolicy policy() {
    return new SourcePolicy(
        true, linger, connect, stall, PartLimits.DEFAULT, retry, poll, request, link);
  }
}
