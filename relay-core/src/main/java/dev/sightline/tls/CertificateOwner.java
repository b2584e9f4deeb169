package dev.sightline.tls;

/**
 * What shows a certificate, in the words of the log.
 *
 * @param name such as {@code the event bus}
 * @param consequence what is so when its certificate has expired
 */
public record CertificateOwner(String name, String consequence) {}
