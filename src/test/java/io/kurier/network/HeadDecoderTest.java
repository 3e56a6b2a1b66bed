package io.kurier.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.observe.Rejection;
import io.kurier.support.NoMeters;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a head may take, on a clock that stands still until it is moved. */
class HeadDecoderTest {

  private static final String WHOLE = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Duration ALMOST = Deadline.TIME.minusMillis(1);
  private static final Duration REST = Duration.ofMillis(1);

  private final EmbeddedChannel channel = new EmbeddedChannel();

  HeadDecoderTest() {
    channel.freezeTime();
    Deadline deadline =
        new Deadline(channel, Rejection.HEAD_TIME, new Rejections(NoMeters.INSTANCE));
    channel.pipeline().addLast(new HeadDecoder(new HttpServerOptions(), deadline));
  }

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  @Test
  void aWholeHeadNeedsNoTimer() {
    assertEquals(1, read(WHOLE));
    assertEquals(2, read(WHOLE + WHOLE));
    assertFalse(hasTimer());
    pass(Duration.ofMinutes(2));
    assertTrue(channel.isOpen(), "idle connections are the platform's business");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nX: ", "GET / HTTP/1.1\r\nX: a\r\n"})
  void aHeadHasItsTimeFromItsFirstByteOn(String half) {
    assertEquals(0, read(half));
    pass(ALMOST);
    assertTrue(channel.isOpen());
    pass(REST);
    assertFalse(channel.isOpen());
  }

  @Test
  void aByteNowAndThenDoesNotLengthenIt() {
    for (char letter : "GET / HTT".toCharArray()) {
      read(Character.toString(letter));
      pass(Duration.ofSeconds(1));
      assertTrue(channel.isOpen());
    }
    read("P");
    pass(Duration.ofSeconds(1));
    assertFalse(channel.isOpen());
  }

  @Test
  void aHeadThatIsWholeInTimeIsServed() {
    read("GET / HTTP/1.1\r\n");
    pass(ALMOST);
    assertEquals(1, read("Host: a\r\n\r\n"));
    assertFalse(hasTimer());
  }

  @Test
  void theHeadOfALaterRequestHasTheSameTime() {
    read(WHOLE);
    pass(Duration.ofMinutes(2));
    read("G");
    pass(ALMOST);
    assertTrue(channel.isOpen());
    pass(REST);
    assertFalse(channel.isOpen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nX: a\r\n"})
  void soDoesOneThatBeginsBesideTheRequestBefore(String half) {
    assertEquals(1, read(WHOLE + half));
    pass(ALMOST);
    assertTrue(channel.isOpen());
    pass(REST);
    assertFalse(channel.isOpen());
  }

  @Test
  void aBodyIsNoHead() {
    assertEquals(1, read("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab"));
    assertFalse(hasTimer());
    read("c");
    assertFalse(hasTimer());
    read("d");
    assertFalse(hasTimer());
    assertEquals(1, read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab"));
    assertFalse(hasTimer());
    read("c\r\n0\r\n\r\n");
    assertFalse(hasTimer());
    read("P");
    assertTrue(hasTimer());
  }

  @Test
  void emptyLinesDoNotKeepAConnectionOpen() {
    read(WHOLE);
    for (int i = 0; i < 10; i++) {
      assertTrue(channel.isOpen());
      read("\r\n");
      pass(Duration.ofSeconds(1));
    }
    assertFalse(channel.isOpen());
  }

  @Test
  void whatFollowsAHeadThatIsNoneIsNoHeadEither() {
    read("\u0001\u0002 nonsense\r\n\r\n");
    read("more");
    pass(Deadline.TIME);
    assertFalse(channel.isOpen());
  }

  /** Where the answer to an earlier request is under way, and the platform does not read. */
  @Test
  void whoIsNotListenedToIsNotLate() {
    read(WHOLE + "GET / HT");
    channel.config().setAutoRead(false);
    pass(Duration.ofMinutes(1));
    assertTrue(channel.isOpen());
    channel.config().setAutoRead(true);
    pass(Deadline.TIME);
    assertFalse(channel.isOpen());
  }

  @Test
  void theTimerGoesWithTheConnection() {
    read("G");
    assertTrue(hasTimer());
    var _ = channel.close();
    assertFalse(hasTimer());
  }

  /** How many heads became whole. */
  private int read(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
    int heads = 0;
    for (Object part = channel.readInbound(); part != null; part = channel.readInbound()) {
      heads += part instanceof HttpRequest ? 1 : 0;
      ReferenceCountUtil.release(part);
    }
    return heads;
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runPendingTasks();
  }

  private boolean hasTimer() {
    return channel.runScheduledPendingTasks() >= 0;
  }
}
