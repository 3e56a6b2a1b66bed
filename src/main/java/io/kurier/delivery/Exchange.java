package io.kurier.delivery;

import io.kurier.share.Holder;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request on one connection, and its answer. It keeps at most 16 KiB of the body, and can be
 * given up at any moment, whatever state the request is in: then the connection is closed, so that
 * a receiver that hangs, drips or floods holds nothing here.
 */
final class Exchange implements BodyCodec<Void>, BodyStream<Void> {

  static final int MOST_KEPT = 16 * 1_024;

  /**
   * So much of a longer body is read and thrown away where that saves the connection: servers close
   * an HTTP/2 connection whose client cancels many streams.
   */
  static final int MOST_READ = 1_024 * 1_024;

  private static final long NO_ERROR = 0;

  private final Map<String, String> headers;
  private final @Nullable HostAndPort authority;
  private final Holder holder;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final Promise<Void> read = Promise.promise();
  private final Buffer body = Buffer.buffer();
  private long bytesRead;

  // Guarded by this: the deadline may come from another thread.
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;
  private @Nullable Passage passage;
  private boolean givenUp;

  /**
   * A request.
   *
   * @param authority what Host names, where it is not what the connection's name says
   * @param holder whose request it is
   */
  Exchange(Map<String, String> headers, @Nullable HostAndPort authority, Holder holder) {
    this.headers = headers;
    this.authority = authority;
    this.holder = holder;
  }

  /** Whose request it is. */
  Holder holder() {
    return holder;
  }

  CompletionStage<Answer> answer() {
    return answer;
  }

  /**
   * Completes when nothing more of the exchange is under way: before the answer does, unless that
   * was enough before its end.
   */
  CompletionStage<Void> over() {
    return over;
  }

  /** Whether nothing more of the exchange is under way. */
  boolean isOver() {
    return over.isDone();
  }

  /** How far the request came; null as long as it has no connection. */
  synchronized @Nullable Passage passage() {
    return passage;
  }

  /** What came of the answer so far; null as long as there is no head. */
  synchronized @Nullable Answer soFar() {
    HttpClientResponse head = response;
    return head == null
        ? null
        : new Answer(
            head.statusCode(),
            body.getBytes(),
            head.getHeader("Content-Encoding"),
            head.getHeader("Retry-After"));
  }

  /**
   * The request has a connection and is about to be written. It gets its headers now: the web
   * client would copy them twice on the way to here.
   *
   * @param begin tells the connection that it is written
   * @return false where it was given up meanwhile: then it must not be written
   */
  synchronized boolean onRequest(HttpClientRequest started, Supplier<Passage> begin) {
    if (givenUp) {
      return false;
    }
    headers.forEach(started::putHeader);
    if (authority != null) {
      started.authority(authority);
    }
    request = started;
    passage = begin.get();
    return true;
  }

  /** The head of the answer is here. */
  synchronized void onResponse(HttpClientResponse head) {
    response = head;
  }

  /** The whole answer is here, or there will be none. */
  void onEnd(AsyncResult<?> end) {
    over.complete(null);
    Answer came = soFar();
    if (came != null && (end.succeeded() || isEndOfStream(end.cause()))) {
      answer.complete(came);
    } else {
      answer.completeExceptionally(
          end.succeeded() ? new IllegalStateException("a body without a head") : end.cause());
    }
  }

  /** The receiver has said all that it wants to say, and wants no more of the request. */
  private static boolean isEndOfStream(Throwable failure) {
    return failure instanceof StreamResetException reset && reset.getCode() == NO_ERROR;
  }

  /** Ends the exchange now; the answer fails with the reason unless it is there already. */
  void giveUp(Throwable reason) {
    answer.completeExceptionally(reason);
    HttpClientRequest started;
    synchronized (this) {
      givenUp = true;
      // One that has ended has left its connection, which may carry another request by now.
      started = isOver() || read.future().isComplete() ? null : request;
    }
    if (started != null) {
      // On HTTP/1.1 this closes the connection, on HTTP/2 the stream.
      started.reset();
    }
    over.complete(null);
  }

  /**
   * Closes the connection that the exchange had, and goes on when the client has left it.
   *
   * @param then runs on the connection's event loop
   */
  void closeConnection(Runnable then) {
    HttpClientRequest started;
    synchronized (this) {
      started = request;
    }
    if (started == null) {
      then.run();
      return;
    }
    ConnectionBase connection = (ConnectionBase) started.connection();
    // The client leaves it while it is told of the end, so one step after that.
    connection
        .closeFuture()
        .onComplete(closed -> connection.getContext().runOnContext(next -> then.run()));
    var _ = connection.channel().close();
  }

  @Override
  public void create(Handler<AsyncResult<BodyStream<Void>>> handler) {
    handler.handle(Future.succeededFuture(this));
  }

  @Override
  public Future<Void> write(Buffer data) {
    boolean isEnough;
    synchronized (this) {
      bytesRead += data.length();
      int room = MOST_KEPT - body.length();
      body.appendBuffer(data, 0, Math.min(room, data.length()));
      isEnough = body.length() == MOST_KEPT;
    }
    if (isEnough) {
      completeEarly();
      if (bytesRead > MOST_READ || passage == null || !passage.isHttp2()) {
        giveUp(new IllegalStateException("the answer is complete"));
      }
    }
    return Future.succeededFuture();
  }

  /** What was kept is judged, the rest is not waited for. */
  private void completeEarly() {
    Answer came = answer.isDone() ? null : soFar();
    if (came != null) {
      answer.complete(came);
    }
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
}
