package dev.sightline.acme;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sightline.node.AcmeConfig;
import dev.sightline.tls.PemReader;
import dev.sightline.tls.TlsFile;
import dev.sightline.tls.TlsFileException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;

/** Any ACME server, by https and perhaps by the word of authorities of one's own. */
final class DirectoryProvider extends AbstractAcmeProvider {

  private final Optional<SSLContext> trust;

  private DirectoryProvider(Optional<SSLContext> trust) {
    this.trust = trust;
  }

  /**
   * @throws TlsFileException with a sentence about the file with authorities
   */
  static DirectoryProvider of(AcmeConfig config) throws TlsFileException {
    Optional<TlsFile> file = config.caFile();
    return new DirectoryProvider(
        file.isPresent() ? Optional.of(trusting(file.get())) : Optional.empty());
  }

  private static SSLContext trusting(TlsFile file) throws TlsFileException {
    byte[] content = file.content();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager authorities = PemReader.authorities(new String(content, ISO_8859_1));
      context.init(null, new TrustManager[] {authorities}, null);
      return context;
    } catch (Exception e) {
      throw file.trouble("which holds no certificate in PEM", e);
    }
  }

  @Override
  public boolean accepts(URI server) {
    return true;
  }

  @Override
  public URL resolve(URI server) {
    try {
      return server.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public Connection connect(URI server, NetworkSettings settings) {
    return new BoundedConnection(createHttpConnector(settings));
  }

  @Override
  protected HttpConnector createHttpConnector(NetworkSettings settings) {
    return new HttpConnector(settings) {
      @Override
      public HttpClient.Builder createClientBuilder() {
        HttpClient.Builder builder = super.createClientBuilder();
        trust.ifPresent(builder::sslContext);
        return builder;
      }
    };
  }
}
