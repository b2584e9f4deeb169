package dev.sightline.node;

import dev.sightline.tls.Expiring;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Instant;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What a node shows to the others on the event bus, and by whose word it believes them.
 *
 * @param authorities judges the certificates of others
 */
record BusIdentity(
    PemKeyCertOptions keys,
    PemTrustOptions trust,
    Instant expiry,
    X509ExtendedTrustManager authorities)
    implements Expiring {}
