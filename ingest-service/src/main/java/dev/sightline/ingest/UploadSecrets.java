package dev.sightline.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.bus.UploadKey;
import dev.sightline.frame.Epoch;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells by its secret which stream an upload is for. Lives on the ingest's event loop. */
final class UploadSecrets {

  private final Supplier<List<StreamSource>> sources;

  /**
   * @param sources of all streams, asked each time
   */
  UploadSecrets(Supplier<List<StreamSource>> sources) {
    this.sources = sources;
  }

  /** The stream with this secret. All are looked at, so that the time tells nothing of them. */
  Optional<TsSource> find(String shown) {
    Optional<TsSource> found = Optional.empty();
    byte[] bytes = shown.getBytes(UTF_8);
    for (TsSource source : uploads().toList()) {
      boolean isTheOne =
          source
              .secret()
              .map(secret -> MessageDigest.isEqual(bytes, secret.value().getBytes(UTF_8)))
              .orElse(true);
      found = isTheOne ? Optional.of(source) : found;
    }
    return found;
  }

  /** What the other nodes are told of the secrets, see {@link UploadKey}. */
  Set<String> keys(Epoch epoch) {
    return uploads()
        .map(
            source ->
                source
                    .secret()
                    .map(secret -> UploadKey.of(epoch, secret.value()))
                    .orElse(UploadKey.ANY))
        .collect(Collectors.toSet());
  }

  private Stream<TsSource> uploads() {
    return sources.get().stream().filter(TsSource.class::isInstance).map(TsSource.class::cast);
  }
}
