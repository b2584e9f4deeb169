package dev.sightline.acme;

import dev.sightline.node.Secret;
import java.util.List;
import java.util.Map;

/**
 * Keeps the account and the certificate, as a few texts, for the other edges and for the next
 * start. Its methods block.
 */
interface CertificateStore {

  /** The account's private key. */
  String ACCOUNT_KEY = "account.key";

  /** The certificate's private key. */
  String KEY = "key.pem";

  /** The certificate and those between it and the authority. */
  String CERTIFICATE = "cert.pem";

  /** See {@link Journal}. */
  String JOURNAL = "acme.json";

  /** All of them, in the order in which they are written. */
  List<String> NAMES = List.of(ACCOUNT_KEY, KEY, CERTIFICATE, JOURNAL);

  /** What there is by its name, each as long as {@link #LONGEST} at most. */
  Map<String, Secret> read() throws StoreException;

  /** Keeps these instead of those of the same names; the others stay. */
  void write(Map<String, Secret> texts) throws StoreException;

  /** A longer text is none of ours. */
  int LONGEST = 1 << 20;
}
