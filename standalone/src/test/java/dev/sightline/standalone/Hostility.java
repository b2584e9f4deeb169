package dev.sightline.standalone;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** What a camera can do to a relay, by malice or by a fault, in place of showing pictures. */
enum Hostility {
  ENDLESS_PART_WITH_A_LENGTH("longer than 1048576 bytes") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write(
          STREAM + PART + "Content-Length: " + HostileClient.MOST_BYTES + "\r\n\r\n\u00FF\u00D8");
      client.writeForever(ALMOST_DELIMITERS);
    }
  },
  ENDLESS_PART_WITHOUT_A_LENGTH("longer than 1048576 bytes") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write(STREAM + PART + "\r\n\u00FF\u00D8");
      client.writeForever(ALMOST_DELIMITERS);
    }
  },
  ENDLESS_RESPONSE_HEADER("header") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write("HTTP/1.1 200 OK\r\n");
      client.writeForever("X-More: of the same\r\n");
    }
  },
  ENDLESS_RESPONSE_HEADER_LINE("header") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write("HTTP/1.1 200 OK\r\nX-More: ");
      client.writeForever("of the same ");
    }
  },
  ENDLESS_PART_HEADER("header of a part is longer than") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write(STREAM + PART);
      client.writeForever("X-More: of the same\r\n");
    }
  },
  ENDLESS_NOISE("no part begins within") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write(STREAM);
      client.writeForever("neither a picture nor a part\r\n");
    }
  },
  SLOW_RESPONSE_HEADER("doesn't answer") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write("HTTP/1.1 200 OK\r\nX-Slow: ");
      client.writeEvery(Duration.ofSeconds(1), "x");
    }
  },
  SLOW_PART_HEADER("no picture for 2s") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write(STREAM + PART);
      client.writeEvery(Duration.ofSeconds(1), "x");
    }
  },
  SLOW_PICTURE("no picture for 2s") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write(STREAM + PART + "Content-Length: 20000\r\n\r\n\u00FF\u00D8");
      client.writeEvery(Duration.ofSeconds(1), "x");
    }
  },
  EMPTY_PARTS("no picture for 2s") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write(STREAM);
      client.writeForever((PART + "Content-Length: 0\r\n\r\n\r\n").repeat(1_000));
    }
  },
  TINY_PARTS("no picture for 2s") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write(STREAM);
      // 100,000 a second.
      String parts = (PART + "Content-Length: 1\r\n\r\nx\r\n").repeat(1_000);
      client.writeEvery(Duration.ofMillis(10), parts);
    }
  },
  REDIRECTS("redirect|302") {
    @Override
    void answer(HostileClient client) throws IOException {
      // Each to another place, so that only counting ends it.
      String location = "Location: /" + System.nanoTime();
      client.write("HTTP/1.1 302 Found\r\n" + location + "\r\nContent-Length: 0\r\n\r\n");
    }
  },
  /** 100,000 a second that begin and end as pictures do. */
  FLOOD("LIVE") {
    @Override
    void answer(HostileClient client) throws IOException {
      client.write(STREAM);
      String parts = (PART + "Content-Length: 4\r\n\r\n\u00FF\u00D8\u00FF\u00D9\r\n").repeat(1_000);
      client.writeEvery(Duration.ofMillis(10), parts);
    }
  },
  ENDLESS_REFUSAL("401|password|credentials") {
    @Override
    void answer(HostileClient client) throws IOException {
      String challenge = "WWW-Authenticate: Digest realm=\"camera\", nonce=\"" + System.nanoTime();
      client.write("HTTP/1.1 401 Unauthorized\r\n" + challenge + "\", qop=\"auth\"\r\n\r\n");
      client.writeForever("You are not to see anything. ");
    }
  };

  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=hostile\r\n\r\n";

  private static final String PART = "--hostile\r\nContent-Type: image/jpeg\r\n";

  /** What a search for the delimiter stumbles over at every line. */
  private static final String ALMOST_DELIMITERS = "\r\n--hostile!";

  private final String told;

  Hostility(String told) {
    this.told = told;
  }

  /** Answers one request, until nothing is left to say or the client has hung up. */
  abstract void answer(HostileClient client) throws IOException;

  /** What the user is told about such a camera, as a pattern: the reason, or else the state. */
  String told() {
    return told;
  }

  /** The name of its stream. */
  String stream() {
    return name().toLowerCase(Locale.ROOT);
  }
}
