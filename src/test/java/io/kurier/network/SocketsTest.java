package io.kurier.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kurier.observe.Rejection;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketsTest {

  private static final Optional<Rejection> IN = Optional.empty();

  private final Sockets sockets = new Sockets(5, 3);

  @Test
  void oneAddressLeavesRoomForOthers() {
    for (int i = 0; i < 3; i++) {
      assertEquals(IN, sockets.enter(peer("192.0.2.1")));
    }
    assertEquals(Optional.of(Rejection.CONNECTIONS_OF_ADDRESS), sockets.enter(peer("192.0.2.1")));
    assertEquals(3, sockets.open(), "a socket that was rejected does not count");
    assertEquals(IN, sockets.enter(peer("192.0.2.2")));
  }

  @Test
  void allTogetherAreBoundedToo() {
    for (int i = 1; i <= 5; i++) {
      assertEquals(IN, sockets.enter(peer("192.0.2." + i)));
    }
    assertEquals(Optional.of(Rejection.CONNECTIONS), sockets.enter(peer("192.0.2.6")));
    assertEquals(Optional.of(Rejection.CONNECTIONS), sockets.enter(null));
    sockets.leave(peer("192.0.2.3"));
    assertEquals(IN, sockets.enter(peer("192.0.2.6")));
    assertEquals(5, sockets.open());
  }

  @Test
  void whoLeavesMayComeAgain() {
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(IN, sockets.enter(peer("192.0.2.1")));
      }
      for (int j = 0; j < 3; j++) {
        sockets.leave(peer("192.0.2.1"));
      }
    }
    assertEquals(0, sockets.open());
  }

  /** Those of trusted proxies. */
  @Test
  void socketsOfNobodyCountForAllAlone() {
    for (int i = 0; i < 5; i++) {
      assertEquals(IN, sockets.enter(null));
    }
    sockets.leave(null);
    assertEquals(4, sockets.open());
  }

  @Test
  void aNetworkOfIpv6IsOneAddress() {
    for (int i = 1; i <= 3; i++) {
      assertEquals(IN, sockets.enter(peer("2001:db8:0:7::" + i)));
    }
    assertEquals(
        Optional.of(Rejection.CONNECTIONS_OF_ADDRESS), sockets.enter(peer("2001:db8:0:7:ffff::1")));
    assertEquals(IN, sockets.enter(peer("2001:db8:0:8::1")));
  }

  @Test
  void aPeerIsNamedAsOperatorsNameIt() {
    assertEquals("192.0.2.1", peer("192.0.2.1").toString());
    assertEquals("192.0.2.1", peer("::ffff:192.0.2.1").toString());
    assertEquals("203.0.113.255", peer("203.0.113.255").toString());
    assertEquals("2001:db8:0:7:0:0:0:0/64", peer("2001:db8:0:7::99").toString());
  }

  @Test
  void peersThatHaveNoneTakeNoRoom() {
    PeerCounts counts = new PeerCounts(2);
    counts.tryAdd(peer("192.0.2.1"));
    counts.tryAdd(peer("192.0.2.1"));
    counts.tryAdd(peer("192.0.2.2"));
    assertEquals(2, counts.peers());
    counts.remove(peer("192.0.2.1"));
    counts.remove(peer("192.0.2.1"));
    assertEquals(1, counts.peers());
    assertThrows(IllegalStateException.class, () -> counts.remove(peer("192.0.2.1")));
    assertThrows(IllegalArgumentException.class, () -> new PeerCounts(0));
  }

  private static Peer peer(String address) {
    return Peer.of(InetAddress.ofLiteral(address));
  }
}
