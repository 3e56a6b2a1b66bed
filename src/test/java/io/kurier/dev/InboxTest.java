package io.kurier.dev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboxTest {

  private static final Instant TEN = Instant.parse("2026-03-02T10:00:00.120Z");

  private final Inbox inbox = new Inbox();

  @Test
  void theNewestComesFirstAndTheOldestGoes() {
    for (int i = 0; i < Inbox.MOST_REQUESTS + 5; i++) {
      inbox.add("a", request(Integer.toString(i)));
    }
    List<Received> kept = inbox.of("a");
    assertEquals(Inbox.MOST_REQUESTS, kept.size());
    assertEquals(104, kept.getFirst().body().intValue());
    assertEquals(5, kept.getLast().body().intValue());
  }

  @Test
  void largeBodiesAreCutAndFewAreKept() {
    for (int i = 0; i < 20; i++) {
      inbox.add("a", request("x".repeat(2_000_000)));
    }
    List<Received> kept = inbox.of("a");
    assertEquals(8, kept.size());
    assertEquals(2_000_000, kept.getFirst().size());
    assertEquals(1_048_576, kept.getFirst().body().textValue().length());
  }

  @Test
  void theNameThatWasUsedLeastRecentlyGoes() {
    for (int i = 0; i < Inbox.MOST_NAMES; i++) {
      inbox.add("n" + i, request("1"));
    }
    inbox.add("n0", request("2"));
    inbox.add("new", request("3"));
    assertEquals(2, inbox.of("n0").size());
    assertEquals(0, inbox.of("n1").size());
    assertEquals(1, inbox.of("n2").size());
    assertEquals(1, inbox.of("new").size());
  }

  @Test
  void aTerminalGetsALineForEachRequest() {
    Map<String, String> headers =
        Map.of("x-webhook-type", "batch", "x-webhook-id", "0190163d-8694-739b-aea5-966c26f8ad91");
    inbox.add("a", Received.of(TEN, 200, headers, "[1,2,3]".getBytes(UTF_8)));
    inbox.add("a", Received.of(TEN.plusSeconds(1), 500, Map.of(), "{}".getBytes(UTF_8)));
    List<String> lines = InboxView.text(inbox.of("a"), ZoneOffset.UTC).lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.get(0).matches("10:00:01\\.120 +- +- +1 event +2 bytes +answered 500"));
    assertEquals(
        "10:00:00.120 0190163d-8694-739b-aea5-966c26f8ad91 batch 3 events 7 bytes answered 200",
        lines.get(1).replaceAll(" +", " "));
    assertEquals("Nothing came yet.\n", InboxView.text(List.of(), ZoneOffset.UTC));
  }

  private static Received request(String body) {
    return Received.of(TEN, 200, Map.of(), body.getBytes(UTF_8));
  }
}
