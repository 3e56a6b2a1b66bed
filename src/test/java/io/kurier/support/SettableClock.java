package io.kurier.support;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of the service where a test enables it: right, unless it is moved. */
@Alternative
@Singleton
public class SettableClock extends Clock {

  private volatile Duration ahead = Duration.ZERO;

  /** It is so much ahead of the right time from now on. */
  public void setAhead(Duration time) {
    ahead = time;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(ahead);
  }
}
