package io.kurier.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {

  private final FairQueue<String> queue = new FairQueue<>();

  private List<String> pollAll() {
    List<String> all = new ArrayList<>();
    while (!queue.isEmpty()) {
      String next = queue.peek();
      assertEquals(next, queue.poll());
      all.add(next);
    }
    return all;
  }

  @Test
  void partiesTakeTurnsAndKeepTheirOrder() {
    for (String element : List.of("a1", "a2", "a3", "b1", "c1", "c2")) {
      queue.add(element.substring(0, 1), element);
    }
    assertEquals(List.of("a1", "b1", "c1", "a2", "c2", "a3"), pollAll());
  }

  @Test
  void whoComesLaterWaitsForOneOfEachPartyOnly() {
    for (int i = 0; i < 10_000; i++) {
      queue.add("a", "a" + i);
    }
    queue.poll();
    queue.add("b", "b");
    assertEquals("a1", queue.poll());
    assertEquals("b", queue.poll());
  }

  @Test
  void anEmptyOneGivesNothing() {
    assertNull(queue.poll());
    assertNull(queue.peek());
    queue.add("a", "a");
    queue.poll();
    assertTrue(queue.isEmpty());
  }

  @Test
  void whoMayNotGoIsPassedOver() {
    for (String element : List.of("a1", "a2", "b1")) {
      queue.add(element.substring(0, 1), element);
    }
    assertEquals("b1", queue.poll(party -> !party.equals("a"), element -> true));
    assertEquals("a2", queue.poll(party -> true, element -> element.equals("a2")));
    assertNull(queue.poll(party -> true, element -> false));
    assertEquals("a1", queue.poll());
  }

  @Test
  void anElementThatMayGoIsFoundHoweverManyOfItsPartyMayNot() {
    for (int i = 0; i < 100; i++) {
      queue.add("a", "no");
    }
    queue.add("a", "yes");
    String found = null;
    int polls = 0;
    while (found == null && polls < 10) {
      found = queue.poll(party -> true, element -> element.equals("yes"));
      polls++;
    }
    assertEquals("yes", found);
  }
}
