package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTTP/1 request over a connection of its own, sent as it is written here: no header is added
 * but Host, Content-Length where there is a body, and {@code Connection: close} when it is sent by
 * {@link #send}.
 *
 * @param target scheme, host, port and path; with https, any certificate is believed
 * @param version {@code HTTP/1.1} or {@code HTTP/1.0}
 * @param headerLines such as {@code Accept: text/html}
 */
public record PlainRequest(
    String method, String target, String version, List<String> headerLines, Buffer body) {

  private static final Pattern URL =
      Pattern.compile("https?://(\\[[^]]+]|[^/:?]+)(?::(\\d+))?(/.*)?");

  /** The largest body of an answer that {@link #send} takes. */
  private static final int MAX_BODY = 64 * 1024 * 1024;

  public PlainRequest {
    headerLines = List.copyOf(headerLines);
    if (!URL.matcher(target).matches()) {
      throw new IllegalArgumentException("'" + target + "' is no URL of HTTP");
    }
  }

  /** A GET by HTTP/1.1 without further headers. */
  public static PlainRequest get(String url) {
    return new PlainRequest("GET", url, "HTTP/1.1", List.of(), Buffer.buffer());
  }

  public PlainRequest withMethod(String method) {
    return new PlainRequest(method, target, version, headerLines, body);
  }

  public PlainRequest withVersion(String version) {
    return new PlainRequest(method, target, version, headerLines, body);
  }

  public PlainRequest withHeader(String name, String value) {
    List<String> more = new ArrayList<>(headerLines);
    more.add(name + ": " + value);
    return new PlainRequest(method, target, version, more, body);
  }

  public PlainRequest withBody(Buffer body) {
    return new PlainRequest(method, target, version, headerLines, body);
  }

  /**
   * Sends it and waits for the whole answer, on the calling thread.
   *
   * @throws UncheckedIOException when there is no connection, or nothing comes for {@link
   *     Await#DEADLINE}
   * @throws AssertionError when the answer is cut off, too large, or no HTTP/1
   */
  public HttpReply send() {
    int timeout = (int) Await.DEADLINE.toMillis();
    try (Socket socket = isEncrypted() ? AnyCertificate.sockets().createSocket() : new Socket()) {
      socket.connect(new InetSocketAddress(host(), port()), timeout);
      socket.setSoTimeout(timeout);
      socket.getOutputStream().write(withHeader("Connection", "close").bytes().getBytes());
      return receive(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(this + ": " + e.getMessage(), e);
    } catch (MalformedStreamException e) {
      throw new AssertionError(this + ": " + e.getMessage(), e);
    }
  }

  boolean isEncrypted() {
    return target.startsWith("https:");
  }

  String host() {
    String host = url().group(1);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    String port = url().group(2);
    return port == null ? 80 : Integer.parseInt(port);
  }

  String path() {
    String path = url().group(3);
    return path == null ? "/" : path;
  }

  /** The bytes on the wire. */
  Buffer bytes() {
    String authority = url().group(1) + ":" + port();
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(path()).append(' ').append(version);
    head.append("\r\nHost: ").append(authority).append("\r\n");
    headerLines.forEach(line -> head.append(line).append("\r\n"));
    if (body.length() > 0) {
      head.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return Buffer.buffer(head.append("\r\n").toString(), "ISO-8859-1").appendBuffer(body);
  }

  private HttpReply receive(InputStream in) throws IOException {
    Buffer received = Buffer.buffer();
    ResponseReader reader = new ResponseReader(!method.equals("HEAD"), received::appendBuffer);
    byte[] chunk = new byte[16 * 1024];
    for (int count = in.read(chunk); count >= 0; count = reader.isDone() ? -1 : in.read(chunk)) {
      reader.handle(Buffer.buffer().appendBytes(chunk, 0, count));
      if (received.length() > MAX_BODY) {
        throw new AssertionError(this + ": the answer is larger than " + MAX_BODY + " bytes");
      }
    }
    if (!reader.isWholeAtClose()) {
      throw new AssertionError(this + ": cut off after " + received.length() + " bytes of body");
    }
    return new HttpReply(reader.head().status(), reader.head().headers(), received);
  }

  @Override
  public String toString() {
    return method + " " + target;
  }

  private Matcher url() {
    Matcher matcher = URL.matcher(target);
    matcher.matches();
    return matcher;
  }
}
