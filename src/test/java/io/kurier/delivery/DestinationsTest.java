package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.share.Holder;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DestinationsTest {

  private static final URI URL = URI.create("https://one.example/a");
  private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 443);
  private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.2", 443);

  private final Destinations destinations = new Destinations(100);
  private final List<Integer> entered = new ArrayList<>();

  private static Holder holder(String account, int webhook) {
    return new Holder(account, new UUID(0, webhook));
  }

  /**
   * Enters so many requests of an account, each of its own webhook; how many had a place at once.
   */
  private int enter(String account, InetSocketAddress address, int count) {
    int now = 0;
    for (int i = 0; i < count; i++) {
      int number = i;
      if (destinations.enter(URL, address, holder(account, i), () -> entered.add(number))) {
        now++;
      }
    }
    return now;
  }

  @Test
  void aDestinationGetsFewRequestsUntilItHasAcknowledgedOne() {
    assertEquals(Destinations.UNPROVEN, enter("a", ADDRESS, 20));
    assertEquals(List.of(), entered);
    destinations.leave(ADDRESS, holder("a", 0), true);
    assertEquals(List.of(16, 17, 18, 19), entered);
    assertEquals(Destinations.UNPROVEN, enter("a", OTHER, 20));
  }

  @Test
  void aDestinationThatHadNothingToDoIsStillKnown() {
    enter("a", ADDRESS, 1);
    destinations.leave(ADDRESS, holder("a", 0), true);
    assertEquals(20, enter("a", ADDRESS, 20));
    for (int i = 0; i < 20; i++) {
      destinations.leave(ADDRESS, holder("a", i), false);
    }
    assertEquals(20, enter("a", ADDRESS, 20));
  }

  @Test
  void whoWaitsGoesWhenARequestEnds() {
    enter("a", ADDRESS, 18);
    destinations.leave(ADDRESS, holder("a", 0), false);
    assertEquals(List.of(16), entered);
    destinations.leave(ADDRESS, holder("a", 1), false);
    assertEquals(List.of(16, 17), entered);
  }

  @Test
  void accountsShareADestination() {
    enter("a", ADDRESS, 1);
    destinations.leave(ADDRESS, holder("a", 0), true);
    assertEquals(67, enter("a", ADDRESS, 200));
    assertEquals(1, enter("b", ADDRESS, 1));
  }

  @Test
  void whatHasToWaitIsKnownBeforeTheNameIsAsked() {
    Holder holder = holder("a", 99);
    assertTrue(destinations.mayStart(URL, holder));
    for (int i = 0; i < Destinations.UNPROVEN; i++) {
      destinations.onBegun(URL);
    }
    assertFalse(destinations.mayStart(URL, holder));
    enter("a", ADDRESS, Destinations.UNPROVEN);
    assertFalse(destinations.mayStart(URL, holder));
    destinations.leave(ADDRESS, holder("a", 0), false);
    assertTrue(destinations.mayStart(URL, holder));
    for (int i = 0; i < Destinations.UNPROVEN; i++) {
      destinations.onEnded(URL);
    }
  }

  @Test
  void oneMoreIsCountedWithTheOthersOfItsHost() {
    assertEquals(0, destinations.onBegun(URL));
    assertEquals(1, destinations.onBegun(URI.create("https://one.example/b")));
    assertEquals(0, destinations.onBegun(URI.create("http://one.example/b")));
    destinations.onEnded(URL);
    assertEquals(1, destinations.onBegun(URL));
  }
}
