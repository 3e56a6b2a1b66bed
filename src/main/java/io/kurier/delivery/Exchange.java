package io.kurier.delivery;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. It reads at most 16 KiB of the body, and can be given up at any
 * moment, whatever state the request is in: then the connection is closed, so that a receiver that
 * hangs, drips or floods holds nothing here.
 */
final class Exchange implements BodyCodec<Void>, BodyStream<Void> {

  static final int MOST_READ = 16 * 1_024;

  private final Map<String, String> headers;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final Promise<Void> read = Promise.promise();
  private final Buffer body = Buffer.buffer();

  // Guarded by this: the deadline may come from another thread.
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private boolean givenUp;

  /** A request with these headers. */
  Exchange(Map<String, String> headers) {
    this.headers = headers;
  }

  CompletionStage<Answer> answer() {
    return answer;
  }

  /**
   * The request has a connection and will be written. It gets its headers now: the web client would
   * copy them twice on the way to here.
   */
  synchronized void onRequest(HttpClientRequest started) {
    headers.forEach(started::putHeader);
    request = started;
    if (givenUp) {
      reset(started);
    }
  }

  /** The head of the answer is here. */
  synchronized void onResponse(HttpClientResponse head) {
    response = head;
  }

  /** The whole answer is here, or there will be none. */
  void onEnd(AsyncResult<?> end) {
    if (end.succeeded()) {
      answer.complete(read());
    } else {
      answer.completeExceptionally(end.cause());
    }
  }

  /** Ends the exchange now; the answer fails with the reason unless it is there already. */
  void giveUp(Throwable reason) {
    answer.completeExceptionally(reason);
    HttpClientRequest started;
    synchronized (this) {
      givenUp = true;
      started = request;
    }
    if (started != null) {
      reset(started);
    }
  }

  @Override
  public void create(Handler<AsyncResult<BodyStream<Void>>> handler) {
    handler.handle(Future.succeededFuture(this));
  }

  @Override
  public Future<Void> write(Buffer data) {
    int room = MOST_READ - body.length();
    if (data.length() < room) {
      body.appendBuffer(data);
      return Future.succeededFuture();
    }
    body.appendBuffer(data, 0, room);
    // What was read is judged, the rest is not waited for.
    answer.complete(read());
    giveUp(new IllegalStateException("the answer is complete"));
    return Future.succeededFuture();
  }

  @Override
  public void write(Buffer data, Handler<AsyncResult<Void>> handler) {
    write(data).onComplete(handler);
  }

  @Override
  public void end(Handler<AsyncResult<Void>> handler) {
    read.tryComplete();
    if (handler != null) {
      handler.handle(Future.succeededFuture());
    }
  }

  @Override
  public void handle(Throwable failure) {
    read.tryFail(failure);
  }

  @Override
  public Future<Void> result() {
    return read.future();
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
    return this;
  }

  private synchronized Answer read() {
    HttpClientResponse head = response;
    if (head == null) {
      throw new IllegalStateException("a body without a head");
    }
    return new Answer(head.statusCode(), body.getBytes(), head.getHeader("Retry-After"));
  }

  /** On HTTP/1.1 this closes the connection, on HTTP/2 the stream. */
  private static void reset(HttpClientRequest request) {
    request.reset();
  }
}
