package io.kurier.support;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/2 from the first byte on, without having asked the server whether it does (RFC 9113,
 * section 3.3). Java's own client only asks.
 */
public final class PriorKnowledge implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));

  /** What a server said. */
  public record Answer(HttpVersion version, int status, String body) {}

  /**
   * Sends a request to this machine.
   *
   * @param body of which the length is not announced; null for a request that ends with its head
   */
  public Answer send(
      String method, int port, String path, Map<String, String> headers, @Nullable String body)
      throws Exception {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(method))
            .setHost("localhost")
            .setPort(port)
            .setURI(path);
    headers.forEach(options::putHeader);
    Future<Answer> answer =
        client
            .request(options)
            .compose(request -> body == null ? request.send() : stream(request, body))
            .compose(
                head ->
                    head.body()
                        .map(
                            read ->
                                new Answer(head.version(), head.statusCode(), read.toString())));
    return answer.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Future<HttpClientResponse> stream(HttpClientRequest request, String body) {
    return request
        .setChunked(true)
        .write(body)
        .compose(written -> request.end())
        .compose(ended -> request.response());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
