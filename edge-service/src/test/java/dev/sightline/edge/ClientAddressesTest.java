package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.AddressRange;
import dev.sightline.node.IpAddress;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whose address counts when proxies stand before an edge, and what viewers can't make it believe.
 */
class ClientAddressesTest {

  private static final ClientAddresses BEHIND_PROXIES =
      new ClientAddresses(
          Stream.of("127.0.0.1", "10.0.0.0/8", "2001:db8:1::/48")
              .map(AddressRange::parse)
              .toList());

  /** The last column is empty for one that isn't counted. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "198.51.100.9 | ,                                  198.51.100.9",
        "198.51.100.9 | 203.0.113.1,                       198.51.100.9",
        "198.51.100.9 | 127.0.0.1,                         198.51.100.9",
        "127.0.0.1 | ,                                     ",
        "127.0.0.1 | 203.0.113.1,                          203.0.113.1",
        "127.0.0.1 | 203.0.113.1:4711,                     203.0.113.1",
        "127.0.0.1 | 2001:db8:2::5,                        2001:db8:2::5",
        "127.0.0.1 | [2001:db8:2::5]:4711,                 2001:db8:2::5",
        "127.0.0.1 | [2001:db8:2::5],                      2001:db8:2::5",
        "127.0.0.1 | ::ffff:203.0.113.1,                   203.0.113.1",
        "10.1.2.3 | 6.6.6.6;203.0.113.1,                   203.0.113.1",
        "10.1.2.3 | 6.6.6.6;203.0.113.1;10.9.9.9,          203.0.113.1",
        "10.1.2.3 | 6.6.6.6; ;203.0.113.1;;10.9.9.9;,      203.0.113.1",
        "10.1.2.3 | rubbish;203.0.113.1,                   203.0.113.1",
        "10.1.2.3 | 203.0.113.1;rubbish,                   10.1.2.3",
        "10.1.2.3 | 203.0.113.1;10.9.9.9;unknown,          10.1.2.3",
        "10.1.2.3 | 203.0.113.256,                         10.1.2.3",
        "10.1.2.3 | fe80::1%eth0,                          10.1.2.3",
        "10.1.2.3 | 10.7.7.7;10.9.9.9,                     10.7.7.7",
        "2001:db8:1::1 | 203.0.113.1,                      203.0.113.1",
        "2001:db8:2::1 | 203.0.113.1,                      2001:db8:2::1",
        "127.0.0.1 | 127.0.0.1,                            "
      })
  void areFoundFromTheEndOfTheHeader(String row, String expected) {
    String[] parts = row.split(" \\|", -1);
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (!parts[1].isBlank()) {
      headers.add("x-forwarded-for", parts[1].strip().replace(";", ", "));
    }
    assertThat(of(parts[0], headers).address())
        .isEqualTo(IpAddress.parse(expected).map(address -> address));
  }

  @Test
  void areTheSameInSeveralHeaders() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.add("X-Forwarded-For", "6.6.6.6, 203.0.113.1").add("X-Forwarded-For", "10.9.9.9");
    assertThat(of("10.1.2.3", headers).address()).isEqualTo(IpAddress.parse("203.0.113.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, https, true",
    "127.0.0.1, HTTPS, true",
    "127.0.0.1, http, false",
    "127.0.0.1, 'https, http', false",
    "127.0.0.1, httpsx, false",
    "198.51.100.9, https, false"
  })
  void sayWhetherTheViewerUsesHttps(String peer, String scheme, boolean expected) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-Proto", scheme);
    assertThat(of(peer, headers).secure()).isEqualTo(expected);
  }

  @Test
  void leaveTheHeaderOfTheStandardAlone() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap().add("Forwarded", "for=203.0.113.1;proto=https");
    assertThat(of("10.1.2.3", headers)).isEqualTo(new ClientAddress(Optional.empty(), false));
  }

  @Test
  void countANetworkOfIpv6AsOne() {
    assertThat(counted("2001:db8:2:3::1")).isEqualTo(counted("2001:db8:2:3:ffff::2"));
    assertThat(counted("2001:db8:2:3::1")).isNotEqualTo(counted("2001:db8:2:4::1"));
    assertThat(counted("203.0.113.1")).isNotEqualTo(counted("203.0.113.2"));
  }

  private static Optional<String> counted(String address) {
    ClientAddresses direct = new ClientAddresses(List.of());
    Optional<InetAddress> peer = IpAddress.parse(address);
    return direct.of(peer, false, MultiMap.caseInsensitiveMultiMap()).counted();
  }

  private static ClientAddress of(String peer, MultiMap headers) {
    return BEHIND_PROXIES.of(IpAddress.parse(peer), false, headers);
  }
}
