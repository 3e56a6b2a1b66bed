package io.kurier.flow;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.Api;
import io.kurier.support.Receiver;
import io.kurier.support.Receiver.Answer;
import io.kurier.support.SettableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A clock that jumps: nothing is lost, and nothing is due for ever. */
@QuarkusTest
@TestProfile(ClockTest.Settable.class)
class ClockTest {

  private static final Duration HOUR = Duration.ofHours(1);

  public static class Settable implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(SettableClock.class);
    }
  }

  @Inject SettableClock clock;
  @Inject Pool pool;

  @AfterEach
  void setRight() {
    clock.setAhead(Duration.ZERO);
  }

  private static Set<String> acknowledged(Receiver receiver) {
    return receiver.got("/good").stream().map(Receiver.Got::text).collect(Collectors.toSet());
  }

  private int open(String account) {
    return pool.query("select count(*) from delivery where account_id = '" + account + "'")
        .executeAndAwait()
        .iterator()
        .next()
        .getInteger(0);
  }

  @Test
  void anHourForthAndBackLosesNothing() {
    try (Receiver receiver = Receiver.willing()) {
      Api api = new Api();
      api.webhook(receiver.url("/good"), "");
      for (Duration ahead : new Duration[] {Duration.ZERO, HOUR, Duration.ZERO, HOUR.negated()}) {
        clock.setAhead(ahead);
        for (int i = 0; i < 20; i++) {
          api.post(
              "{\"type\":\"contact_added\",\"n\":\"" + ahead + i + receiver.got().size() + "\"}");
        }
        await().until(() -> open(api.account()) == 0);
      }
      assertEquals(80, acknowledged(receiver).size());
      assertEquals(80, receiver.got().size());
    }
  }

  @Test
  void whatCameInTheFutureIsNotHeldUpWhenTheClockIsSetRight() {
    try (Receiver receiver = new Receiver(got -> Answer.of(500, "no"))) {
      Api api = new Api();
      api.webhook(receiver.url("/good"), "");
      clock.setAhead(HOUR);
      // Five failures open the breaker; what comes then waits in the table.
      for (int i = 0; i < 10; i++) {
        int before = receiver.got().size();
        api.post("{\"type\":\"contact_added\",\"n\":\"" + i + "\"}");
        if (i < 5) {
          await().until(() -> receiver.got().size() > before);
        }
      }
      await().until(() -> open(api.account()) == 10);

      receiver.answer(got -> Answer.of(200, ""));
      int before = receiver.got().size();
      clock.setAhead(Duration.ZERO);
      // First tries are due at once, and the breaker's next probe is not an hour away.
      await().until(() -> open(api.account()) <= 5);
      assertTrue(receiver.got().size() - before >= 5);
      assertEquals(
          0,
          pool.query(
                  "select count(*) from delivery where account_id = '"
                      + api.account()
                      + "' and due_at > now() + interval '70 minutes'")
              .executeAndAwait()
              .iterator()
              .next()
              .getInteger(0));
      clock.setAhead(HOUR.plusMinutes(1));
      await().until(() -> open(api.account()) == 0);
      assertEquals(10, acknowledged(receiver).size());
    }
  }
}
