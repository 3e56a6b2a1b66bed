package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pauses, and how fast requests come afterwards: against receivers that are played in no time. */
class ThrottleTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LATENCY = Duration.ofMillis(5);
  private static final Later ONE_SECOND = new Later(Duration.ofSeconds(1));
  private static final Later NO_TIME = new Later(null);

  private static Throttle first(Later later) {
    return Throttle.first(1, later, NOW);
  }

  private static Instant after(long seconds) {
    return NOW.plusSeconds(seconds);
  }

  @Test
  void nothingIsSentUntilThePauseEnds() {
    Throttle throttle = first(new Later(Duration.ofSeconds(30)));
    assertEquals(Duration.ofSeconds(30), throttle.untilNext(NOW));
    assertEquals(Duration.ofMillis(1), throttle.untilNext(after(30).minusMillis(1)));
    assertEquals(Duration.ZERO, throttle.untilNext(after(30)));
  }

  @Test
  void afterAPauseRequestsBeginOneAfterTheOther() {
    Throttle throttle = first(new Later(Duration.ofSeconds(30))).onBegun(after(30));
    assertTrue(throttle.untilNext(after(30)).compareTo(Duration.ofMillis(900)) > 0);
  }

  @Test
  void pausesThatNobodyGaveATimeForGrowUpToFiveMinutes() {
    Throttle throttle = first(NO_TIME);
    Duration wait = throttle.untilNext(NOW);
    assertEquals(Duration.ofSeconds(1), wait);
    Instant now = NOW;
    for (int i = 0; i < 20; i++) {
      now = now.plus(throttle.untilNext(now));
      throttle = throttle.onLater(NO_TIME, now, now);
      Duration next = throttle.untilNext(now);
      assertTrue(next.equals(wait.multipliedBy(2)) || next.equals(Duration.ofMinutes(5)));
      wait = next;
    }
    assertEquals(Duration.ofMinutes(5), wait);
    Throttle willing = Objects.requireNonNull(throttle.onAcknowledged(now.plus(wait)));
    Instant later = now.plus(Duration.ofMinutes(10));
    assertEquals(Duration.ofSeconds(1), willing.onLater(NO_TIME, later, later).untilNext(later));
  }

  @Test
  void whatWasOnTheWayWhenThePauseBeganSaysNothingNew() {
    Throttle throttle = first(NO_TIME);
    assertEquals(throttle, throttle.onLater(NO_TIME, NOW.minusMillis(1), after(1)));
    assertEquals(throttle, throttle.onAcknowledged(NOW.minusMillis(1)));
    // But for the time that it gives.
    assertEquals(
        after(61),
        throttle.onLater(new Later(Duration.ofMinutes(1)), NOW.minusMillis(1), after(1)).until());
    assertEquals(
        throttle.rate(),
        throttle.onLater(new Later(Duration.ofMinutes(1)), NOW.minusMillis(1), after(1)).rate());
  }

  @Test
  void aPauseIsNeverMadeShorter() {
    Throttle throttle = first(new Later(Duration.ofMinutes(1)));
    assertEquals(after(60), throttle.onLater(ONE_SECOND, after(2), after(2)).until());
    assertEquals(after(60), throttle.onHeard(after(3)).until());
    assertEquals(after(90), throttle.onHeard(after(90)).until());
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() {
    Throttle throttle = first(ONE_SECOND);
    assertEquals(Duration.ZERO, throttle.untilNext(NOW.minus(Duration.ofDays(2))));
  }

  @Test
  void aReceiverThatTakesWhateverComesIsSoonSlowedDownNoMore() {
    Throttle throttle = first(ONE_SECOND);
    Instant now = after(1);
    int requests = 0;
    @Nullable Throttle next = throttle;
    while (next != null) {
      now = now.plus(next.untilNext(now));
      next = next.onBegun(now).onAcknowledged(now);
      requests++;
    }
    assertTrue(Duration.between(NOW, now).compareTo(Duration.ofSeconds(10)) < 0, now::toString);
    assertTrue(requests > Rate.MOST);
  }

  /** What a played receiver answers: null is an acknowledgement. */
  private interface Played {
    @Nullable Later answer(Instant now);
  }

  private record Played300(int wasted, Duration took) {}

  private record OnTheWay(Instant began, Instant ends, @Nullable Later answer) {}

  /** Sends so many events to it, ten at a time at most. */
  private static Played300 play(int events, Played receiver) {
    @Nullable Throttle throttle = null;
    Instant now = NOW;
    int waiting = events;
    int wasted = 0;
    Deque<OnTheWay> onTheWay = new ArrayDeque<>();
    while (waiting > 0 || !onTheWay.isEmpty()) {
      Duration wait = throttle == null ? Duration.ZERO : throttle.untilNext(now);
      if (waiting > 0 && onTheWay.size() < 10 && wait.isZero()) {
        throttle = throttle == null ? null : throttle.onBegun(now);
        onTheWay.add(new OnTheWay(now, now.plus(LATENCY), receiver.answer(now)));
        waiting--;
        continue;
      }
      OnTheWay ended = onTheWay.peek();
      if (ended == null
          || (waiting > 0 && onTheWay.size() < 10 && ended.ends().isAfter(now.plus(wait)))) {
        now = now.plus(wait);
        continue;
      }
      onTheWay.remove();
      now = ended.ends();
      Later later = ended.answer();
      if (later == null) {
        throttle = throttle == null ? null : throttle.onAcknowledged(ended.began());
      } else {
        wasted++;
        waiting++;
        throttle =
            throttle == null
                ? Throttle.first(1, later, now)
                : throttle.onLater(later, ended.began(), now);
      }
    }
    return new Played300(wasted, Duration.between(NOW, now));
  }

  /** Takes one request in a time, and says "later" to the others. */
  private static Played oneIn(Duration gap, Later later) {
    return new Played() {
      private @Nullable Instant last;

      @Override
      public @Nullable Later answer(Instant now) {
        Instant before = last;
        if (before != null && now.isBefore(before.plus(gap))) {
          return later;
        }
        last = now;
        return null;
      }
    };
  }

  /** Takes so many in each window of that length, and says when the next one begins. */
  private static Played quota(int requests, Duration window) {
    return new Played() {
      private Instant began = NOW;
      private int taken;

      @Override
      public @Nullable Later answer(Instant now) {
        while (!now.isBefore(began.plus(window))) {
          began = began.plus(window);
          taken = 0;
        }
        if (taken++ < requests) {
          return null;
        }
        return new Later(
            Duration.ofSeconds(Duration.between(now, began.plus(window)).toSeconds() + 1));
      }
    };
  }

  private static void assertFewWasted(int most, Duration longest, Played300 played) {
    assertTrue(played.wasted() <= most, played::toString);
    assertTrue(played.took().compareTo(longest) <= 0, played::toString);
  }

  @Test
  void aReceiverThatTakesOneRequestASecondGetsThreeHundredInAboutFiveMinutes() {
    Played300 played = play(300, oneIn(Duration.ofSeconds(1), ONE_SECOND));
    assertFewWasted(35, Duration.ofMinutes(6), played);
  }

  @Test
  void itDoesSoWhereItGivesNoTimeAndIsNotAskedInVainMuchMore() {
    Played300 played = play(300, oneIn(Duration.ofSeconds(1), NO_TIME));
    assertFewWasted(45, Duration.ofMinutes(7), played);
  }

  @Test
  void aLongerRetryAfterCostsOneRequestAndNotHundreds() {
    Played300 played = play(300, oneIn(Duration.ofSeconds(1), new Later(Duration.ofSeconds(30))));
    assertFewWasted(25, Duration.ofMinutes(15), played);
  }

  @Test
  void aReceiverThatSaysLaterEveryOtherTimeIsNotForgotten() {
    AtomicInteger turn = new AtomicInteger();
    Played moody = now -> turn.getAndIncrement() % 2 == 0 ? ONE_SECOND : null;
    assertFewWasted(45, Duration.ofSeconds(200), play(40, moody));
  }

  @Test
  void aQuotaIsUsedUpAndNotKnockedAtMeanwhile() {
    assertFewWasted(40, Duration.ofSeconds(320), play(300, quota(10, Duration.ofSeconds(10))));
    assertFewWasted(40, Duration.ofSeconds(620), play(1_000, quota(100, Duration.ofMinutes(1))));
  }

  @Test
  void aReceiverThatTakesManyIsSentMany() {
    assertFewWasted(
        60, Duration.ofSeconds(80), play(5_000, oneIn(Duration.ofMillis(10), ONE_SECOND)));
  }

  @Test
  void aReceiverThatIsAwayForAMomentIsSoonSentAllAgain() {
    Instant back = after(20);
    Later later = new Later(Duration.ofSeconds(30));
    assertFewWasted(
        10, Duration.ofSeconds(45), play(3_000, now -> now.isBefore(back) ? later : null));
  }

  @Test
  void aReceiverThatWasAwayForHoursIsSoonSentAllAgain() {
    Instant back = after(7_200);
    Later later = new Later(Duration.ofMinutes(2));
    assertFewWasted(
        70, Duration.ofSeconds(7_330), play(3_000, now -> now.isBefore(back) ? later : null));
  }

  @Test
  void whoLowersItsQuotaIsBelievedSoon() {
    Played many = oneIn(Duration.ofMillis(20), ONE_SECOND);
    Played few = oneIn(Duration.ofMillis(500), ONE_SECOND);
    assertFewWasted(
        80,
        Duration.ofMinutes(7),
        play(2_000, now -> (now.isBefore(after(40)) ? many : few).answer(now)));
  }

  @Test
  void anotherNodesPauseHoldsHereToo() {
    Throttle heard = Throttle.heard(1, after(60), NOW);
    assertEquals(Duration.ofSeconds(60), heard.untilNext(NOW));
    assertEquals(after(90), heard.onLater(ONE_SECOND, after(89), after(89)).until());
  }
}
