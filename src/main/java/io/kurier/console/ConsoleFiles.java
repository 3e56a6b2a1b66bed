package io.kurier.console;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The console's files, served from memory, where all of them are from the start. The platform's own
 * handler would look for them in the working directory, then unpack them to the disk, and serve
 * what it finds there: who can write there would own the console, and the key of whoever signs in.
 *
 * <p>Scripts, style sheets and drawings were compressed when the console was built; whoever takes
 * one of the encodings gets the compressed file. To compress each answer would put a compressor
 * into every connection, those of producers too.
 */
@ApplicationScoped
class ConsoleFiles {

  private static final String ROOT = "META-INF/resources";

  /**
   * The paths of all files, one a line, as {@code src/main/webui/build/list.ts} writes them. There
   * is none in dev mode, where the console's own server has the files, nor in tests.
   */
  private static final String LIST = "/files.txt";

  private static final String INDEX = "/index.html";
  private static final String ASSETS = "/assets/";

  /** Names of assets hold a hash of what is in them. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** RFC 9110, section 5.6.7. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

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

    private boolean isTakenBy(RoutingContext request) {
      return request.parsedHeaders().acceptEncoding().stream()
          .anyMatch(taken -> taken.value().equalsIgnoreCase(token) && taken.weight() > 0);
    }
  }

  private record ConsoleFile(ServedFile served, @Nullable String mediaType) {}

  private final Clock clock;
  private final Map<String, ConsoleFile> files = new HashMap<>();

  ConsoleFiles(Clock clock) {
    this.clock = clock;
  }

  void onRouter(@Observes Router router) {
    load();
    if (files.isEmpty()) {
      return;
    }
    serve(router.route("/"));
    serve(router.route(ASSETS + "*"));
    files.keySet().stream()
        .filter(path -> !path.startsWith(ASSETS))
        .forEach(path -> serve(router.route(path)));
  }

  /** After what checks every request and adds headers, before the platform's handler. */
  private void serve(Route route) {
    route
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
        .handler(this::answer);
  }

  private void answer(RoutingContext request) {
    String normalized = request.normalizedPath();
    String path = normalized.equals("/") ? INDEX : normalized;
    ConsoleFile file = files.get(path);
    if (file == null) {
      request.next();
      return;
    }
    HttpServerResponse response = request.response();
    Optional<Encoding> encoding =
        Stream.of(Encoding.values())
            .filter(each -> files.containsKey(path + each.suffix) && each.isTakenBy(request))
            .findFirst();
    if (path.startsWith(ASSETS)) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER);
      response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
    encoding.ifPresent(each -> response.putHeader(HttpHeaders.CONTENT_ENCODING, each.token));
    if (file.mediaType() != null) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, file.mediaType());
    }
    response.putHeader(HttpHeaders.DATE, DATE.format(clock.instant()));
    encoding.map(each -> files.get(path + each.suffix)).orElse(file).served().send(request);
  }

  private void load() {
    byte[] list = bytes(LIST);
    if (list != null) {
      new String(list, StandardCharsets.UTF_8)
          .lines()
          .forEach(path -> files.put(path, file(path, bytes(path))));
    }
  }

  private static ConsoleFile file(String path, byte @Nullable [] content) {
    if (content == null) {
      throw new IllegalStateException("The console's " + path + " was not packaged");
    }
    String type = MimeMapping.getMimeTypeForFilename(path);
    return new ConsoleFile(
        ServedFile.of(content),
        type != null && type.startsWith("text/") ? type + ";charset=UTF-8" : type);
  }

  private static byte @Nullable [] bytes(String path) {
    try (InputStream resource =
        ConsoleFiles.class.getClassLoader().getResourceAsStream(ROOT + path)) {
      return resource == null ? null : resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
