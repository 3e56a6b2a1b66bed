package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.share.Holder;
import io.kurier.share.TestPools;
import io.kurier.support.FrameReceiver;
import io.kurier.support.KeyStoreFile;
import io.kurier.support.NoMeters;
import io.kurier.support.RawReceiver;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exchanges that are given up at odd moments. */
class ExchangeTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static final String[] TRUST = {
    "javax.net.ssl.trustStore", "javax.net.ssl.trustStorePassword"
  };

  private static KeyStoreFile key;

  private final Vertx vertx = Vertx.vertx();
  private final EventLoops loops = new EventLoops(vertx);
  private final ReceiverClients clients =
      new ReceiverClients(vertx, loops, TestPools.ofDefaults(), NoMeters.INSTANCE);

  @BeforeAll
  static void trust() {
    key = KeyStoreFile.make();
    System.setProperty(TRUST[0], key.path().toString());
    System.setProperty(TRUST[1], key.password());
  }

  @AfterAll
  static void trustNobody() {
    Stream.of(TRUST).forEach(System::clearProperty);
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static Exchange exchange() {
    return new Exchange(Map.of(), null, Holder.of("default"));
  }

  private CompletableFuture<Void> send(Exchange one, RawReceiver receiver, String path) {
    return send(one, receiver.port(), false, path);
  }

  /** Sends it; completes when the client has done with it. */
  private CompletableFuture<Void> send(Exchange one, int port, boolean secure, String path) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    loops
        .at(0)
        .runOnContext(
            ignored ->
                clients
                    .client(0, secure, false, ReceiverClients.Way.USUAL, one.holder())
                    .request(
                        HttpMethod.POST,
                        SocketAddress.inetSocketAddress(port, "127.0.0.1"),
                        port,
                        "localhost",
                        path)
                    .ssl(secure)
                    .as(one)
                    .sendBuffer(
                        Buffer.buffer("{}"),
                        end -> {
                          one.onEnd(end);
                          ended.complete(null);
                        }));
    return ended;
  }

  @Test
  void whatIsGivenUpBeforeItHasAConnectionIsNotSent() {
    try (RawReceiver receiver = RawReceiver.saying(OK)) {
      Exchange late = exchange();
      late.giveUp(new TimeoutException());
      send(late, receiver, "/late").join();
      Exchange next = exchange();
      send(next, receiver, "/next").join();
      assertEquals(200, next.answer().toCompletableFuture().join().status());
      assertTrue(late.answer().toCompletableFuture().isCompletedExceptionally());
      assertEquals(1, receiver.requests().size());
      assertTrue(receiver.requests().getFirst().head().startsWith("POST /next"));
      assertEquals(2, receiver.connections(), "the other one is of no use any more");
    }
  }

  @Test
  void whatIsGivenUpLeavesTheStreamsOfASharedConnectionAlone() throws Exception {
    CompletableFuture<FrameReceiver.Stream> held = new CompletableFuture<>();
    try (FrameReceiver receiver =
        new FrameReceiver(
            key,
            "127.0.0.1",
            stream -> {
              if (!held.complete(stream)) {
                stream.head("200", true);
              }
            })) {
      Exchange first = exchange();
      CompletableFuture<Void> ended = send(first, receiver.port(), true, "/first");
      FrameReceiver.Stream stream = held.join();
      Exchange late = exchange();
      late.giveUp(new TimeoutException());
      send(late, receiver.port(), true, "/late").join();
      stream.head("200", true);
      ended.join();
      assertEquals(200, first.answer().toCompletableFuture().join().status());
      Exchange next = exchange();
      send(next, receiver.port(), true, "/next").join();
      assertEquals(200, next.answer().toCompletableFuture().join().status());
      assertEquals(2, receiver.requests());
      assertEquals(2, receiver.connections());
    }
  }

  @Test
  void whatIsGivenUpAfterItsEndLeavesTheNextRequestOnItsConnectionAlone() {
    CountDownLatch givenUp = new CountDownLatch(1);
    try (RawReceiver receiver =
        new RawReceiver(
            talk -> {
              talk.next();
              talk.say(OK);
              talk.next();
              await(givenUp);
              talk.say(OK);
              talk.next();
            })) {
      Exchange first = exchange();
      send(first, receiver, "/first").join();
      Exchange next = exchange();
      CompletableFuture<Void> ended = send(next, receiver, "/next");
      loops
          .at(0)
          .runOnContext(
              ignored -> {
                first.giveUp(new TimeoutException());
                givenUp.countDown();
              });
      ended.join();
      assertEquals(200, next.answer().toCompletableFuture().join().status());
      assertEquals(1, receiver.connections());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
