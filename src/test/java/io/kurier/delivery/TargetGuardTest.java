package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.network.Cidr;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetGuardTest {

  private static final TargetGuard STRICT = new TargetGuard(List.of(), true);

  private static boolean allows(TargetGuard guard, String... addresses) {
    return guard
        .refused(List.of(addresses).stream().map(InetAddress::ofLiteral).toList())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "ff02::1",
        "fec0::1",
        "168.63.129.16",
        "::ffff:0:127.0.0.1",
        "2600::5efe:127.0.0.1",
        "2600::200:5efe:8.8.8.8",
        "100:0:0:1::1",
        "64:ff9b:1::1",
        "3fff::1",
        "4000::1",
        "e000::1"
      })
  void privateAddressesMayNotBeCalled(String address) {
    assertEquals(false, allows(STRICT, address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "172.32.0.1",
        "172.15.0.1",
        "93.184.216.34",
        "2606:4700::1111",
        "64:ff9b::1.1.1.1"
      })
  void publicAddressesMay(String address) {
    assertEquals(true, allows(STRICT, address));
  }

  @Test
  void everyAddressOfANameCounts() {
    assertEquals(false, allows(STRICT, "1.1.1.1", "10.0.0.1"));
  }

  @Test
  void anAllowedNetworkMayBeCalledAndNothingBeside() {
    TargetGuard guard =
        new TargetGuard(List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("::1")), true);
    assertEquals(true, allows(guard, "10.1.255.255", "::1"));
    assertEquals(false, allows(guard, "10.2.0.0"));
  }

  @Test
  void plainHttpIsRefusedWhereHttpsIsRequired() {
    assertEquals(true, STRICT.complaint(URI.create("http://example.com/")).isPresent());
    assertEquals(false, STRICT.complaint(URI.create("https://example.com/")).isPresent());
    assertEquals(
        false,
        new TargetGuard(List.of(), false).complaint(URI.create("http://example.com/")).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
  }
}
