package io.kurier.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerDecoderTest {

  private final AnswerDecoder decoder = new AnswerDecoder();
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
  }

  /** What was passed on: the status, the body, and how it ended. */
  private String passedOn() {
    StringBuilder text = new StringBuilder();
    for (Object each = channel.readInbound(); each != null; each = channel.readInbound()) {
      if (each instanceof HttpResponse response) {
        text.append(response.status().code()).append(' ');
      }
      if (each instanceof HttpContent content) {
        text.append(content.content().toString(ISO_8859_1));
        content.release();
      }
      if (each instanceof LastHttpContent last) {
        text.append(last.decoderResult().isFailure() ? " broken." : ".");
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
        "HTTP/1.1 102 P\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1;x\r\nk\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nok\n0\n\n"
      })
  void anAnswerIsTheSameHoweverItIsCutUp(String answer) {
    for (int round = 0; round < 3; round++) {
      Passage passage = decoder.begin();
      for (int i = 0; i < answer.length(); i++) {
        assertEquals(i > 0, passage.isHeard());
        receive(answer.substring(i, i + 1));
      }
      assertEquals("200 ok.", passedOn());
      assertTrue(channel.isOpen());
    }
  }

  @Test
  void aFieldThatIsFoldedIntoManyLinesIsOneValue() {
    decoder.begin();
    receive("HTTP/1.1 200 OK\r\nX: a\r\n" + " \n".repeat(30_000) + "\tb \r\nY: c\r\n d\r\n");
    receive("Z: e\r\nContent-Length: 0\r\n\r\n");
    HttpResponse response = channel.readInbound();
    assertEquals("a" + " ".repeat(30_001) + "b", response.headers().get("X"));
    assertEquals("c d", response.headers().get("Y"));
    assertEquals("e", response.headers().get("Z"));
  }

  @Test
  void aFieldThatIsFoldedIntoTooManyLinesIsBroken() {
    decoder.begin();
    receive("HTTP/1.1 200 OK\r\nX: a\r\n" + " \n".repeat(40_000));
    assertEquals(" broken.", passedOn());
  }

  @Test
  void whatNobodyAskedForClosesTheConnection() {
    receive("HTTP/1.1 408 Request Timeout\r\n\r\n");
    assertFalse(channel.isOpen());
    assertEquals("", passedOn());
  }

  @Test
  void surplusBytesMarkTheAnswer() {
    decoder.begin();
    receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok+");
    HttpResponse response = channel.readInbound();
    assertEquals("close", response.headers().get(HttpHeaderNames.CONNECTION));
    assertFalse(channel.isOpen());
  }

  @Test
  void anOrderlyAnswerLeavesTheConnectionOpen() {
    decoder.begin();
    receive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    HttpResponse response = channel.readInbound();
    assertNull(response.headers().get(HttpHeaderNames.CONNECTION));
    assertTrue(channel.isOpen());
  }

  @Test
  void aBodyThatEndsWithTheConnectionIsWhole() {
    decoder.begin();
    receive("HTTP/1.1 200 OK\r\n\r\nok");
    channel.finish();
    assertEquals("200 ok.", passedOn());
  }

  @Test
  void aBodyThatIsCutOffIsNotWhole() {
    decoder.begin();
    receive("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok");
    channel.finish();
    assertEquals("200 ok", passedOn());
  }

  @Test
  void theRestOfAnEarlierAnswerIsNotHeardAsTheOwn() {
    decoder.begin();
    receive("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertEquals("200 .", passedOn());
    Passage passage = decoder.begin();
    receive("{\"late\":\n");
    assertFalse(passage.isHeard());
    receive("true}HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    assertTrue(passage.isHeard());
    assertEquals("201 .", passedOn());
  }

  /** Nothing that comes makes it fail otherwise than by a broken answer, or holds it up. */
  @Test
  void noBytesMakeItFail() {
    Random random = new Random(18);
    String alphabet = "HTTP/1. 2043\r\n:;,abfContent-Length:Transfer-Encoding: chunked\r\n\r\n\0é";
    for (int round = 0; round < 5_000; round++) {
      AnswerDecoder one = new AnswerDecoder();
      EmbeddedChannel wire = new EmbeddedChannel(one);
      one.begin();
      StringBuilder bytes = new StringBuilder(random.nextBoolean() ? "HTTP/1.1 200 OK\r\n" : "");
      for (int i = random.nextInt(80); i > 0; i--) {
        int at = random.nextInt(alphabet.length());
        bytes.append(alphabet, at, Math.min(alphabet.length(), at + random.nextInt(12)));
      }
      wire.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
      wire.finishAndReleaseAll();
    }
  }
}
