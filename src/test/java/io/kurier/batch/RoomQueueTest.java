package io.kurier.batch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoomQueueTest {

  private static final long LONGEST = RoomQueue.LONGEST.toNanos();

  private final RoomQueue queue = new RoomQueue();

  private static void nothing() {}

  @Test
  void theFirstOneGoesWhenThereIsRoomForWhatItBrings() {
    assertTrue(queue.add(7, RoomQueueTest::nothing, 0));
    assertNull(queue.next(brought -> brought < 7, true, 0));
    assertNotNull(queue.next(brought -> brought <= 7, true, 0));
    assertTrue(queue.isEmpty());
  }

  @Test
  void whoComesLaterDoesNotOvertake() {
    Runnable first = () -> {};
    Runnable second = () -> {};
    queue.add(7, first, 0);
    queue.add(1, second, 0);
    assertNull(queue.next(brought -> brought < 7, true, 0));
    assertSame(first, queue.next(brought -> true, true, 0));
    assertSame(second, queue.next(brought -> true, true, 0));
  }

  @Test
  void nobodyWaitsLongNorAgainUntilThereWasRoom() {
    queue.add(1, RoomQueueTest::nothing, 10);
    queue.add(1, RoomQueueTest::nothing, 20);
    assertNull(queue.next(brought -> false, true, 9 + LONGEST));
    assertNotNull(queue.next(brought -> false, true, 10 + LONGEST));
    assertNotNull(queue.next(brought -> false, true, 10 + LONGEST));
    assertTrue(queue.isInVain());
    assertNull(queue.next(brought -> true, true, 11 + LONGEST));
    assertFalse(queue.isInVain());
  }

  @Test
  void nobodyWaitsWhereItIsOfNoUse() {
    queue.add(1, RoomQueueTest::nothing, 0);
    assertNotNull(queue.next(brought -> false, false, 0));
    assertNull(queue.next(brought -> true, false, 0));
  }

  @Test
  void notMoreThanAThousandWait() {
    for (int i = 0; i < RoomQueue.MOST; i++) {
      assertTrue(queue.add(1, RoomQueueTest::nothing, 0));
    }
    assertFalse(queue.add(1, RoomQueueTest::nothing, 0));
  }
}
