package dev.sightline.node;

import io.micrometer.core.instrument.Counter;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges the certificates of other nodes, and tells and counts when one is refused. Any thread.
 *
 * <p>Who comes without any certificate, or without TLS, is turned away before it is asked.
 */
final class BusTrust extends X509ExtendedTrustManager {

  private static final int MOST_OF_A_NAME = 100;

  private final X509ExtendedTrustManager authorities;
  private final Counter refused;
  private final SeldomLog log;

  /**
   * @param refused counts
   * @param log tells, of each kind of trouble seldom
   */
  BusTrust(X509ExtendedTrustManager authorities, Counter refused, SeldomLog log) {
    this.authorities = authorities;
    this.refused = refused;
    this.log = log;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge(chain, engine, () -> authorities.checkClientTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge(chain, engine, () -> authorities.checkServerTrusted(chain, type, engine));
  }

  private void judge(X509Certificate[] chain, SSLEngine engine, Check check)
      throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      refused.increment();
      CertificateTrouble trouble = CertificateTrouble.of(e);
      log.warn(
          trouble,
          "a node at {} is kept off the event bus: its certificate \"{}\" {}",
          engine.getPeerHost(),
          name(chain[0]),
          trouble);
      throw e;
    }
  }

  /** As the stranger wrote it, so it may be long. */
  private static String name(X509Certificate certificate) {
    String name = certificate.getSubjectX500Principal().getName();
    return name.substring(0, Math.min(name.length(), MOST_OF_A_NAME));
  }

  private interface Check {

    void run() throws CertificateException;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    authorities.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    authorities.checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    authorities.checkClientTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    authorities.checkServerTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
