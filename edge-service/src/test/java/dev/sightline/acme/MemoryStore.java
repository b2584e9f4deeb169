package dev.sightline.acme;

import dev.sightline.node.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A store that a test can break. */
final class MemoryStore implements CertificateStore {

  private final Map<String, Secret> texts = new HashMap<>();
  private boolean isUnreadable;
  private Set<String> readOnly = Set.of();

  synchronized MemoryStore unreadable(boolean on) {
    isUnreadable = on;
    return this;
  }

  /** From now on nothing with one of these can be written. */
  synchronized void readOnly(String... names) {
    readOnly = Set.of(names);
  }

  synchronized Map<String, Secret> texts() {
    return Map.copyOf(texts);
  }

  @Override
  public synchronized Map<String, Secret> read() throws StoreException {
    if (isUnreadable) {
      throw new StoreException("the store is away", null);
    }
    return Map.copyOf(texts);
  }

  @Override
  public synchronized void write(Map<String, Secret> more) throws StoreException {
    if (more.keySet().stream().anyMatch(readOnly::contains)) {
      throw new StoreException("the store is full", null);
    }
    texts.putAll(more);
  }
}
