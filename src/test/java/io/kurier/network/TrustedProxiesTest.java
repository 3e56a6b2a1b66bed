package io.kurier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {

  private final TrustedProxies proxies =
      new TrustedProxies(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.1                              | 192.0.2.1
          192.0.2.1, 10.0.0.7                    | 192.0.2.1
          192.0.2.1 , 10.0.0.7,10.0.0.8          | 192.0.2.1
          203.0.113.9, 192.0.2.1                 | 192.0.2.1
          192.0.2.1:4711                         | 192.0.2.1
          2001:db8::1                            | 2001:db8::1
          [2001:db8::1]                          | 2001:db8::1
          [2001:db8::1]:4711                     | 2001:db8::1
          10.0.0.7, 10.0.0.8                     | 10.0.0.7
          unknown, 10.0.0.8                      | 10.0.0.8
          '203.0.113.9,'                         |
          203.0.113.9, unknown                   |
          203.0.113.9, [                         |
          203.0.113.9, localhost                 |
          ''                                     |
          ','                                    |
          """)
  void theLastAddressThatIsNoProxyIsWhoAsks(String header, String named) {
    assertEquals(
        Optional.ofNullable(named).map(InetAddress::ofLiteral), proxies.named(List.of(header)));
  }

  /** A proxy that finds the header may add a line of its own. */
  @Test
  void whatAClientBroughtItselfDoesNotCount() {
    assertEquals(
        Optional.of(InetAddress.ofLiteral("192.0.2.1")),
        proxies.named(List.of("203.0.113.9", "192.0.2.1, 10.0.0.7")));
    assertEquals(
        Optional.of(InetAddress.ofLiteral("192.0.2.1")),
        proxies.named(List.of("192.0.2.1", "10.0.0.7")));
    assertEquals(Optional.empty(), proxies.named(List.of()));
  }
}
