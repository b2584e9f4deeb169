package dev.sightline.acme;

import dev.sightline.node.Secret;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the store held when it was read last, and what it is still to hold: the account, the
 * certificate, and the {@link Journal}. Its methods block and belong to one thread.
 */
final class Ledger {

  private final CertificateStore store;
  private Map<String, Secret> kept = Map.of();
  private Map<String, Secret> unsaved = Map.of();
  private Journal journal = Journal.EMPTY;

  Ledger(CertificateStore store) {
    this.store = store;
  }

  void read() throws StoreException {
    kept = new HashMap<>(store.read());
    kept.putAll(unsaved);
    journal =
        Optional.ofNullable(kept.get(CertificateStore.JOURNAL))
            .map(text -> Journal.parse(text.value()))
            .orElse(Journal.EMPTY);
  }

  Journal journal() {
    return journal;
  }

  /** Empty while there is none; fails with a sentence when it can't be used. */
  Optional<IssuedCertificate> certificate() throws StoreException {
    Secret chain = kept.get(CertificateStore.CERTIFICATE);
    Secret key = kept.get(CertificateStore.KEY);
    if (chain == null || key == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(IssuedCertificate.parse(chain, key));
    } catch (GeneralSecurityException e) {
      throw new StoreException(
          "the certificate in %s can't be used: %s".formatted(store, e.getMessage()), e);
    }
  }

  /** The account's key, made at the first time. */
  KeyPair account() throws StoreException {
    Secret text = kept.get(CertificateStore.ACCOUNT_KEY);
    if (text == null) {
      KeyPair pair = KeyFile.newPair();
      write(Map.of(CertificateStore.ACCOUNT_KEY, KeyFile.of(pair)));
      return pair;
    }
    try {
      return KeyFile.pair(text);
    } catch (InvalidKeyException e) {
      throw new StoreException(
          "%s in %s is no key that was written there"
              .formatted(CertificateStore.ACCOUNT_KEY, store),
          e);
    }
  }

  void note(Journal next) throws StoreException {
    write(Map.of(CertificateStore.JOURNAL, new Secret(next.text())));
    journal = next;
  }

  /** Takes what was issued; it isn't in the store before it is {@link #save saved}. */
  void take(IssuedCertificate issued, URI directory) {
    journal = journal.issuedBy(directory);
    unsaved =
        Map.of(
            CertificateStore.KEY, issued.keyPem(),
            CertificateStore.CERTIFICATE, issued.chainPem(),
            CertificateStore.JOURNAL, new Secret(journal.text()));
  }

  boolean isSaved() {
    return unsaved.isEmpty();
  }

  void save() throws StoreException {
    write(unsaved);
    unsaved = Map.of();
  }

  private void write(Map<String, Secret> texts) throws StoreException {
    store.write(texts);
    kept.putAll(texts);
  }
}
