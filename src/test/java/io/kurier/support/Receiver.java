package io.kurier.support;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A receiver that can be scripted: it answers, hangs, drips, floods or resets, and remembers what
 * it got.
 */
public final class Receiver implements AutoCloseable {

  /** A request that came in. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Got(String path, Map<String, String> headers, byte[] body) {

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What it does with a request. */
  public interface Answer {
    void give(HttpServerRequest request, Vertx vertx);

    /** A status and a body. */
    static Answer of(int status, String body) {
      return (request, vertx) -> request.response().setStatusCode(status).end(body);
    }

    /** A status, a header and no body. */
    static Answer with(int status, String header, String value) {
      return (request, vertx) ->
          request.response().setStatusCode(status).putHeader(header, value).end();
    }

    /** Never. */
    static Answer hang() {
      return (request, vertx) -> {};
    }

    /** After the time that the sender waits. */
    static Answer late(long millis, int status) {
      return (request, vertx) ->
          vertx.setTimer(
              millis,
              id -> {
                if (!request.response().closed()) {
                  request.response().setStatusCode(status).end();
                }
              });
    }

    /** A status, and the connection is closed without having been announced. */
    static Answer thenClose(int status) {
      return (request, vertx) ->
          request
              .response()
              .setStatusCode(status)
              .end()
              .onComplete(ended -> request.connection().close());
    }

    /** Closes the connection before any byte of an answer. */
    static Answer reset() {
      return (request, vertx) -> request.connection().close();
    }

    /** Closes the connection in the middle of the answer. */
    static Answer resetInTheMiddle() {
      return (request, vertx) ->
          request
              .response()
              .putHeader("Content-Length", "1000")
              .write("{\"status\"")
              .onComplete(written -> request.connection().close());
    }

    /** The head at once, and then a byte every now and then. */
    static Answer drip() {
      return (request, vertx) -> {
        HttpServerResponse response = request.response().setChunked(true);
        long timer = vertx.setPeriodic(1, 200, id -> response.write(" "));
        request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
      };
    }

    /** Answers OK and then a body without end. */
    static Answer flood() {
      return (request, vertx) -> {
        HttpServerResponse response = request.response().setChunked(true);
        response.write("{\"status\":\"OK\",\"rest\":\"");
        Buffer chunk = Buffer.buffer("x".repeat(8_192));
        long timer =
            vertx.setPeriodic(
                1,
                id -> {
                  if (!response.writeQueueFull()) {
                    response.write(chunk);
                  }
                });
        request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
      };
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final HttpServer server;
  private final boolean remembers;
  private volatile Function<Got, Answer> script;

  public Receiver(Function<Got, Answer> script) {
    this(script, true, new HttpServerOptions());
  }

  private Receiver(Function<Got, Answer> script, boolean remembers, HttpServerOptions options) {
    this.script = script;
    this.remembers = remembers;
    this.server =
        await(
            vertx
                .createHttpServer(options)
                .connectionHandler(made -> connections.incrementAndGet())
                .requestHandler(this::onRequest)
                .listen(0, "127.0.0.1"));
  }

  /** One whose script remembers what it needs: for more requests than memory has room for. */
  public static Receiver forgetting(Function<Got, Answer> script) {
    return new Receiver(script, false, new HttpServerOptions());
  }

  /** One that acknowledges everything, and speaks TLS with the key of a {@link KeyStoreFile}. */
  public static Receiver overTls(KeyStoreFile key) {
    return new Receiver(
        got -> Answer.of(200, "{\"status\":\"OK\"}"),
        true,
        new HttpServerOptions()
            .setSsl(true)
            .setKeyCertOptions(
                new PfxOptions().setPath(key.path().toString()).setPassword(key.password())));
  }

  /** One that acknowledges everything. */
  public static Receiver willing() {
    return new Receiver(got -> Answer.of(200, "{\"status\":\"OK\"}"));
  }

  public void answer(Function<Got, Answer> newScript) {
    script = newScript;
  }

  public int port() {
    return server.actualPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** What came in so far, in order. */
  public List<Got> got() {
    return List.copyOf(got);
  }

  /** What came in so far at a path. */
  public List<Got> got(String path) {
    return got.stream().filter(each -> each.path().equals(path)).toList();
  }

  /** How many connections were made to it so far. */
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private void onRequest(HttpServerRequest request) {
    request.body().onSuccess(body -> onBody(request, body));
  }

  private void onBody(HttpServerRequest request, Buffer body) {
    Map<String, String> headers = new TreeMap<>();
    request
        .headers()
        .forEach(
            header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    Got each = new Got(request.uri(), headers, body.getBytes());
    if (remembers) {
      got.add(each);
    }
    script.apply(each).give(request, vertx);
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
