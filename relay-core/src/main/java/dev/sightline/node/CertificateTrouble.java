package dev.sightline.node;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;

/** Why a certificate isn't believed, as the end of a sentence about it. */
enum CertificateTrouble {
  EXPIRED("has expired"),
  NOT_YET_VALID("isn't valid yet"),
  STRANGER("isn't issued by an authority of cluster.tls.ca-file"),
  UNFIT("must be good for servers and for clients, and strong");

  private final String words;

  CertificateTrouble(String words) {
    this.words = words;
  }

  static CertificateTrouble of(CertificateException refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return EXPIRED;
      }
      if (cause instanceof CertificateNotYetValidException) {
        return NOT_YET_VALID;
      }
      if (cause instanceof CertPathBuilderException || isUnproven(cause)) {
        return STRANGER;
      }
    }
    return UNFIT;
  }

  /** An authority of the same name has another key. */
  private static boolean isUnproven(Throwable cause) {
    return cause instanceof CertPathValidatorException refusal
        && (refusal.getReason() == BasicReason.INVALID_SIGNATURE
            || refusal.getReason() == PKIXReason.NO_TRUST_ANCHOR);
  }

  @Override
  public String toString() {
    return words;
  }
}
