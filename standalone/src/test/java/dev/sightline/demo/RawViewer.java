package dev.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a stream from a socket as an old viewer would: HTTP/1.0, a body without chunks. */
final class RawViewer implements Closeable {

  private final Socket socket;
  private final PartReader parts;

  RawViewer(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    parts = new PartReader(socket.getInputStream());
  }

  /** The response's head, which comes before the first part. */
  String readHead() throws IOException {
    return parts.readHead();
  }

  byte[] readPart() throws IOException {
    return parts.readPart();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Cuts the body into parts, and insists on what a part must look like. */
  static final class PartReader {

    private final DataInputStream input;

    PartReader(InputStream input) {
      this.input = new DataInputStream(input);
    }

    String readHead() throws IOException {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        head.append((char) input.readUnsignedByte());
      }
      return head.toString();
    }

    byte[] readPart() throws IOException {
      List<String> lines = readHead().lines().toList();
      assertThat(lines.get(0)).isEqualTo("--sightline-demo");
      assertThat(lines.get(1)).isEqualTo("Content-Type: image/jpeg");
      assertThat(lines.get(2)).startsWith("Content-Length: ");
      byte[] body = new byte[Integer.parseInt(lines.get(2).substring(16))];
      input.readFully(body);
      assertThat(input.readUnsignedShort()).as("the line's end after a body").isEqualTo(0x0D0A);
      return body;
    }
  }
}
