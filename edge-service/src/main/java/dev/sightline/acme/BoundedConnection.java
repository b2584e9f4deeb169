package dev.sightline.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.exception.AcmeProtocolException;

/**
 * A connection to an ACME server that takes no more of an answer than an honest one has, nor one
 * that grows when it is unpacked.
 */
final class BoundedConnection extends DefaultConnection {

  /** Several times the longest chain of certificates. */
  static final int MOST_BYTES = 256 << 10;

  BoundedConnection(HttpConnector connector) {
    super(connector);
  }

  @Override
  protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body)
      throws IOException {
    super.sendRequest(session, url, body);
    lastResponse = whole(lastResponse);
  }

  private static HttpResponse<InputStream> whole(HttpResponse<InputStream> response)
      throws IOException {
    try (InputStream in = response.body()) {
      if (response.headers().firstValue("Content-Encoding").isPresent()) {
        throw new AcmeProtocolException("its answer is packed, which nobody asked for");
      }
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new AcmeProtocolException("its answer is longer than %d bytes".formatted(MOST_BYTES));
      }
      return new Whole(response, new ByteArrayInputStream(bytes));
    }
  }

  /** A response whose body is here. */
  private record Whole(HttpResponse<InputStream> response, InputStream body)
      implements HttpResponse<InputStream> {

    @Override
    public int statusCode() {
      return response.statusCode();
    }

    @Override
    public HttpRequest request() {
      return response.request();
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
      return response.previousResponse();
    }

    @Override
    public HttpHeaders headers() {
      return response.headers();
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return response.sslSession();
    }

    @Override
    public URI uri() {
      return response.uri();
    }

    @Override
    public HttpClient.Version version() {
      return response.version();
    }
  }
}
