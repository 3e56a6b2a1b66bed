package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.kurier.webhook.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final double MIDDLE = 0.5;

  private static Outcome refused(int status, @Nullable String retryAfter) {
    return new Outcome.Refused(status, new byte[0], retryAfter);
  }

  private static Verdict judge(Outcome outcome, Retry retry, int tries) {
    return judge(outcome, retry, progress(1, tries, tries));
  }

  private static Verdict judge(Outcome outcome, Retry retry, RetryPolicy.Progress progress) {
    return RetryPolicy.judge(outcome, retry, progress, NOW, MIDDLE);
  }

  private static RetryPolicy.Progress progress(int events, int attempts, int tries) {
    return new RetryPolicy.Progress(events, attempts, tries, NOW.minusSeconds(60));
  }

  private static Duration wait(Verdict verdict) {
    return Duration.between(NOW, assertInstanceOf(Verdict.Again.class, verdict).due());
  }

  @Test
  void anAnswerWithoutAStatusIsRetriedLikeNone() {
    Outcome broken = new Outcome.Refused(null, new byte[0], null, "broken");
    assertEquals(Duration.ofSeconds(5), wait(judge(broken, Retry.STANDARD, 0)));
    assertEquals(Duration.ofSeconds(30), wait(judge(broken, Retry.GETRESPONSE, 0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 204, 302, 400, 404, 429, 500, 503})
  void theStandardRetriesWhateverIsNoAcknowledgement(int status) {
    assertEquals(Duration.ofSeconds(5), wait(judge(refused(status, null), Retry.STANDARD, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "100,false",
    "200,true",
    "203,true",
    "301,false",
    "304,false",
    "400,false",
    "404,false",
    "410,false",
    "429,true",
    "500,true",
    "503,true",
    "599,true"
  })
  void getresponseRetriesWhatTheSeedRetries(int status, boolean retried) {
    Verdict verdict = judge(refused(status, null), Retry.GETRESPONSE, 0);
    if (retried) {
      assertEquals(Duration.ofSeconds(30), wait(verdict));
    } else {
      assertEquals(
          status == 410 ? "gone" : "refused",
          assertInstanceOf(Verdict.Failed.class, verdict).reason());
    }
  }

  @Test
  void aScheduleThatIsUsedUpFails() {
    assertEquals(
        new Verdict.Failed("timed_out", false),
        judge(new Outcome.TimedOut("late"), Retry.STANDARD, 9));
    assertEquals(
        Duration.ofHours(24), wait(judge(new Outcome.TimedOut("late"), Retry.STANDARD, 8)));
    assertEquals(
        new Verdict.Failed("unreachable", false),
        judge(new Outcome.Unreachable("no"), Retry.own(List.of()), 0));
  }

  @Test
  void goneSuspendsButNotUnderGetresponse() {
    assertEquals(new Verdict.Failed("gone", true), judge(refused(410, null), Retry.STANDARD, 0));
    assertEquals(
        new Verdict.Failed("gone", false), judge(refused(410, null), Retry.GETRESPONSE, 0));
  }

  @Test
  void blockedIsRetried() {
    assertEquals(
        Duration.ofSeconds(30), wait(judge(new Outcome.Blocked("private"), Retry.GETRESPONSE, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "429, 60, PT60S, false",
    "413, 60, PT60S, false",
    "502, 60, PT60S, false",
    "503, 60, PT60S, false",
    "504, 60, PT60S, false",
    "500, 60, PT5S, true",
    "404, 60, PT5S, true",
    "429, 1, PT1S, false",
    "429, 999999, PT24H, false",
    "429, 0, PT5S, true",
    "429, -7, PT5S, true",
    "429, soon, PT5S, true",
    "429, 'Sun, 01 Mar 2026 09:10:00 GMT', PT5S, true",
    "503, 'Sun, 01 Mar 2026 10:10:00 GMT', PT10M, false"
  })
  void whatAReceiverAsksForIsNoTryOfTheSchedule(
      int status, String retryAfter, Duration wait, boolean charged) {
    assertEquals(
        new Verdict.Again(NOW.plus(wait), charged),
        judge(refused(status, retryAfter), Retry.STANDARD, 0));
  }

  @Test
  void aDeliveryWithoutRetriesSurvivesWhatAReceiverAsksFor() {
    assertEquals(
        new Verdict.Again(NOW.plusSeconds(60), false),
        judge(refused(429, "60"), Retry.own(List.of()), 0));
    assertEquals(
        new Verdict.Failed("refused", false), judge(refused(429, null), Retry.own(List.of()), 0));
  }

  @Test
  void aRetryDoesNotWaitBeyondThePauseOfItsWebhook() {
    assertEquals(new Verdict.Again(NOW, false), judge(refused(429, "60"), Retry.STANDARD, 3));
  }

  @Test
  void afterAThousandRequestsTheScheduleCountsWhateverAReceiverAsksFor() {
    assertEquals(
        new Verdict.Again(NOW.plusSeconds(60), true),
        judge(refused(429, "60"), Retry.STANDARD, progress(1, 1_000, 0)));
    assertEquals(
        new Verdict.Failed("refused", false),
        judge(refused(429, "60"), Retry.STANDARD, progress(1, 1_009, 9)));
  }

  @Test
  void afterFiveDaysTheScheduleCountsWhateverAReceiverAsksFor() {
    Instant longAgo = NOW.minus(Duration.ofDays(5));
    assertEquals(
        new Verdict.Again(NOW.plusSeconds(60), true),
        judge(refused(503, "60"), Retry.STANDARD, new RetryPolicy.Progress(1, 20, 0, longAgo)));
  }

  @Test
  void aBatchThatIsTooLargeIsHalved() {
    for (Retry retry : List.of(Retry.STANDARD, Retry.GETRESPONSE, Retry.own(List.of()))) {
      assertEquals(new Verdict.Halved(NOW), judge(refused(413, null), retry, progress(2, 4, 3)));
      assertEquals(new Verdict.Halved(NOW), judge(refused(413, "60"), retry, progress(100, 0, 0)));
    }
  }

  @Test
  void anAnswerThatBreaksOffAfterItsHeadIsJudgedByItsHead() {
    byte[] nothing = new byte[0];
    assertEquals(
        new Verdict.Again(NOW.plusSeconds(60), false),
        judge(new Outcome.Unreachable("closed", 503, nothing, "60"), Retry.STANDARD, 0));
    assertEquals(
        new Verdict.Again(NOW.plusSeconds(60), false),
        judge(new Outcome.TimedOut("late", 429, nothing, "60"), Retry.STANDARD, 0));
    assertEquals(
        new Verdict.Halved(NOW),
        judge(
            new Outcome.Unreachable("closed", 413, nothing, null),
            Retry.STANDARD,
            progress(2, 0, 0)));
  }

  @Test
  void aSingleEventThatIsTooLargeIsJudgedAsUsual() {
    assertEquals(Duration.ofSeconds(5), wait(judge(refused(413, null), Retry.STANDARD, 0)));
    assertEquals(
        new Verdict.Failed("refused", false), judge(refused(413, null), Retry.GETRESPONSE, 0));
  }

  @Test
  void getresponseRetriesTheSameAnswersWhetherOrNotTheyAskForATime() {
    assertEquals(
        new Verdict.Failed("refused", false), judge(refused(413, "60"), Retry.GETRESPONSE, 0));
    assertEquals(
        new Verdict.Again(NOW.plusSeconds(60), false),
        judge(refused(503, "60"), Retry.GETRESPONSE, 0));
  }

  @Test
  void theJitterIsAFifth() {
    assertEquals(
        List.of(Duration.ofSeconds(4), Duration.ofSeconds(6)),
        List.of(0.0, 1.0).stream()
            .map(
                random ->
                    wait(
                        RetryPolicy.judge(
                            refused(500, null), Retry.STANDARD, progress(1, 0, 0), NOW, random)))
            .toList());
  }
}
