package dev.sightline.acme;

import dev.sightline.node.AcmeConfig;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;

/**
 * The ACME server, as one who wants a certificate of it sees it. Its methods block, for some
 * minutes at most unless the server stops in the middle of an answer.
 */
final class Authority {

  /** What isn't ready by then has failed. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final AcmeConfig config;
  private final DirectoryProvider provider;
  private final Duration patience;

  Authority(AcmeConfig config, DirectoryProvider provider, Duration patience) {
    this.config = config;
    this.provider = provider;
    this.patience = patience;
  }

  /** Makes known what the server is going to ask for, and returns when all edges know it. */
  interface Publisher {

    void publish(List<Challenge> challenges);
  }

  /**
   * Orders a certificate for all names.
   *
   * @param account its key; the account is made if there is none with it
   * @param replaced the certificate that is renewed, if the server should know that
   */
  IssuedCertificate order(KeyPair account, Optional<X509Certificate> replaced, Publisher publisher)
      throws OrderException, InterruptedException {
    try {
      Login login = login(account);
      Order order = newOrder(login, replaced);
      Wait untilProven = new Wait(patience);
      prove(order.getAuthorizations(), publisher, untilProven);
      return issued(order, untilProven);
    } catch (AcmeException | RuntimeException e) {
      throw Refusal.of(config.directory(), e);
    }
  }

  private Login login(KeyPair account) throws AcmeException {
    Session session = new Session(config.directory(), provider);
    session.setLocale(Locale.ENGLISH);
    session.networkSettings().setCompressionEnabled(false);
    AccountBuilder builder = new AccountBuilder().useKeyPair(account).agreeToTermsOfService();
    config.email().ifPresent(builder::addEmail);
    return builder.createLogin(session);
  }

  private Order newOrder(Login login, Optional<X509Certificate> replaced) throws AcmeException {
    OrderBuilder builder = login.newOrder().domains(config.domains());
    if (replaced.isPresent() && tellsRenewals(login)) {
      builder.replaces(replaced.get());
    }
    return builder.create();
  }

  private static boolean tellsRenewals(Login login) throws AcmeException {
    return login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isPresent();
  }

  /** All are made known before the server is asked to look at the first. */
  private void prove(List<Authorization> all, Publisher publisher, Wait wait)
      throws AcmeException, OrderException, InterruptedException {
    List<Authorization> open =
        all.stream().filter(each -> each.getStatus() != Status.VALID).toList();
    List<Challenge> challenges = new ArrayList<>();
    for (Authorization each : open) {
      Http01Challenge challenge = challenge(each);
      challenges.add(new Challenge(challenge.getToken(), challenge.getAuthorization()));
    }
    publisher.publish(challenges);
    for (Authorization each : open) {
      challenge(each).trigger();
    }
    for (Authorization each : open) {
      if (wait.until(each, Status.VALID, Status.INVALID) != Status.VALID) {
        throw new OrderException(
            "%s isn't convinced that %s is here: %s"
                .formatted(config.directory().getHost(), domain(each), trouble(each)),
            null);
      }
    }
  }

  private static Http01Challenge challenge(Authorization authorization) throws OrderException {
    return authorization
        .findChallenge(Http01Challenge.class)
        .orElseThrow(
            () ->
                new OrderException(
                    "the ACME server offers no http-01 for " + domain(authorization), null));
  }

  private static String domain(Authorization authorization) {
    return authorization.getIdentifier().getDomain();
  }

  private static String trouble(Authorization authorization) {
    return authorization
        .findChallenge(Http01Challenge.class)
        .flatMap(Http01Challenge::getError)
        .map(Refusal::words)
        .orElse("it doesn't say why");
  }

  private IssuedCertificate issued(Order order, Wait wait)
      throws AcmeException, OrderException, InterruptedException {
    KeyPair pair = KeyFile.newPair();
    Status status = wait.until(order, Status.READY, Status.VALID, Status.INVALID);
    if (status == Status.READY) {
      order.execute(pair);
      status = new Wait(patience).until(order, Status.VALID, Status.INVALID);
    }
    if (status != Status.VALID) {
      throw new OrderException(
          "%s refuses the order: %s"
              .formatted(
                  config.directory().getHost(),
                  order.getError().map((Problem p) -> Refusal.words(p)).orElse("without a reason")),
          null);
    }
    return new IssuedCertificate(order.getCertificate().getCertificateChain(), pair.getPrivate());
  }

  /** When the server would like the certificate to be renewed; empty if it doesn't say. */
  Optional<RenewalWindow> suggestedRenewal(KeyPair account, X509Certificate certificate)
      throws OrderException {
    try {
      Login login = login(account);
      if (!tellsRenewals(login)) {
        return Optional.empty();
      }
      RenewalInfo info = login.bindRenewalInfo(certificate);
      info.fetch();
      return Optional.of(
          new RenewalWindow(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd()));
    } catch (AcmeException | RuntimeException e) {
      throw Refusal.of(config.directory(), e);
    }
  }
}
