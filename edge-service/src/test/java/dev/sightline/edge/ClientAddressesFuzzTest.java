package dev.sightline.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.node.AddressRange;
import dev.sightline.node.IpAddress;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds whatever a viewer says of itself. An input is the values of its {@code
 * X-Forwarded-For} headers, a line each; the proxies add to the last one.
 */
@Timeout(10)
class ClientAddressesFuzzTest {

  private static final ClientAddresses BEHIND_PROXIES =
      new ClientAddresses(List.of(AddressRange.parse("10.0.0.0/8")));
  private static final Optional<InetAddress> PROXY = IpAddress.parse("10.1.2.3");
  private static final Optional<InetAddress> STRANGER = IpAddress.parse("198.51.100.9");
  private static final Optional<InetAddress> VIEWER = IpAddress.parse("203.0.113.7");

  static Stream<byte[]> headers() {
    return Stream.of(
            "",
            "192.0.2.1, 10.0.0.1",
            "[2001:db8::1]:80, ::ffff:1.2.3.4, 1.2.3.4:5",
            "unknown,,_hidden, \"[::1]\"\n10.0.0.1",
            "fe80::1%eth0, ::, 0x7f.1, 017700000001, 1.2.3",
            "[[::1]], ]:1, :, ::1:1:1:1:1:1:1:1:1")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("headers")
  @FuzzTest
  void isWhoTheProxySaysAndNobodyElse(byte[] input) {
    List<String> lines = new String(input, ISO_8859_1).lines().toList();
    assertThat(of(STRANGER, lines).address()).isEqualTo(STRANGER);
    of(PROXY, lines).counted();

    for (String added :
        List.of("203.0.113.7", "203.0.113.7, 10.5.5.5", "203.0.113.7:80,10.5.5.5")) {
      List<String> whole = Stream.concat(lines.stream(), Stream.of("x, " + added)).toList();
      assertThat(of(PROXY, whole).address()).isEqualTo(VIEWER);
    }
  }

  private static ClientAddress of(Optional<InetAddress> peer, List<String> lines) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    lines.forEach(line -> headers.add("X-Forwarded-For", line));
    return BEHIND_PROXIES.of(peer, false, headers);
  }
}
