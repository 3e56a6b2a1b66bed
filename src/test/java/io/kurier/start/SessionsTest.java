package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private static final List<String> ONE = List.of("17 since 10:00", "17 since 10:00");
  private static final List<String> OTHER = List.of("18 since 10:00", "18 since 10:00");

  @Test
  void eachConnectionWithASessionOfItsOwnIsAsItShouldBe() {
    assertFalse(new Sessions(List.of(ONE, OTHER)).areShared());
    assertFalse(new Sessions(List.of(ONE)).areShared());
    assertFalse(new Sessions(List.of()).areShared());
  }

  @Test
  void twoConnectionsThatShareASessionAreFoundOut() {
    assertTrue(new Sessions(List.of(ONE, OTHER, ONE)).areShared());
  }

  @Test
  void aConnectionThatChangesItsSessionIsFoundOut() {
    assertTrue(new Sessions(List.of(ONE, List.of("18 since 10:00", "19 since 10:00"))).areShared());
  }

  @Test
  void aProcessOfAnotherServerWithTheSameNumberIsAnotherSession() {
    assertFalse(new Sessions(List.of(ONE, List.of("17 since 11:00"))).areShared());
  }
}
