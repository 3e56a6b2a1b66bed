package io.kurier.console;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The console's scripts, style sheets and drawings. They are compressed once, when the console is
 * built; whoever takes one of the encodings gets the compressed file. To compress each answer would
 * put a compressor into every connection, those of producers too.
 */
@ApplicationScoped
class ConsoleAssets {

  /** What is compressed, as in {@code src/main/webui/build/compress.ts}. */
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "js", "text/javascript;charset=UTF-8",
          "css", "text/css;charset=UTF-8",
          "svg", "image/svg+xml");

  private static final String ASSETS = "/assets/.+";
  private static final String COMPRESSIBLE = "/assets/.+\\.(js|css|svg)";

  /** Names hold a hash of what is in them. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** The encodings, the best one first. */
  private enum Encoding {
    BROTLI("br", ".br"),
    GZIP("gzip", ".gz");

    private final String token;
    private final String suffix;

    Encoding(String token, String suffix) {
      this.token = token;
      this.suffix = suffix;
    }

    static Optional<Encoding> bestFor(RoutingContext request) {
      return Stream.of(values()).filter(encoding -> encoding.isTakenBy(request)).findFirst();
    }

    private boolean isTakenBy(RoutingContext request) {
      return request.parsedHeaders().acceptEncoding().stream()
          .anyMatch(taken -> taken.value().equalsIgnoreCase(token) && taken.weight() > 0);
    }
  }

  /** What was asked for, while the answer is a compressed file. */
  private record Asked(String mediaType, Encoding encoding) {}

  void onRouter(@Observes Router router) {
    router.routeWithRegex(ASSETS).order(Integer.MIN_VALUE).handler(ConsoleAssets::describe);
    router
        .routeWithRegex(COMPRESSIBLE)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .order(Integer.MIN_VALUE + 1)
        .handler(ConsoleAssets::choose);
  }

  /** Begins again with the name of the compressed file, which is an asset like any other. */
  private static void choose(RoutingContext request) {
    Optional<Encoding> encoding = Encoding.bestFor(request);
    if (encoding.isEmpty()) {
      request.next();
      return;
    }
    String path = request.normalizedPath();
    String mediaType =
        Objects.requireNonNull(MEDIA_TYPES.get(path.substring(path.lastIndexOf('.') + 1)));
    request.put(Asked.class.getName(), new Asked(mediaType, encoding.get()));
    request.reroute(path + encoding.get().suffix);
  }

  private static void describe(RoutingContext request) {
    @Nullable Asked asked = request.get(Asked.class.getName());
    request.addHeadersEndHandler(ended -> describe(request.response(), asked));
    request.next();
  }

  /** What is missing must not be remembered: another node may have it, while versions change. */
  private static void describe(HttpServerResponse response, @Nullable Asked asked) {
    if (response.getStatusCode() >= 400) {
      return;
    }
    response.putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER);
    response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (asked != null) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, asked.mediaType());
      response.putHeader(HttpHeaders.CONTENT_ENCODING, asked.encoding().token);
    }
  }
}
