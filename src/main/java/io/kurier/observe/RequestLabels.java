package io.kurier.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the number of {@code http_server_requests} series bounded, whatever anybody sends. The
 * framework labels a request by its path and its method as they came wherever it ended before a
 * resource was found: without a key, by a limit, or as no proper HTTP. Here it has the template of
 * its path, or one word for all other paths, and one word for all methods that nobody knows.
 */
@Singleton
class RequestLabels implements HttpServerMetricsTagsContributor {

  /** The path of whatever is none of the interface's. */
  static final String OTHER_PATH = "/*";

  /** The framework's name for the console's first page. */
  private static final String ROOT = "root";

  /** A method that no RFC knows; there are as many as somebody cares to make up. */
  static final String OTHER_METHOD = "OTHER";

  /**
   * What the framework does not count: {@code
   * quarkus.micrometer.binder.http-server.ignore-patterns} names it. It never reads a template for
   * the root.
   */
  private static final String COUNTED_HERE = "/-/counted-elsewhere";

  /**
   * Where the framework looks for the template; it writes it there itself once it has found one.
   */
  private static final String TEMPLATE = "UrlPathTemplate";

  private static final String METER = "http.server.requests";

  /** RFC 9110, section 9, and RFC 5789. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

  /** Before everything that may end a request. */
  private static final int PRIORITY = 3_000;

  private final PathTemplates templates;
  private final MeterRegistry registry;

  RequestLabels(PathTemplates templates, MeterRegistry registry) {
    this.templates = templates;
    this.registry = registry;
  }

  void labelAll(@Observes Filters filters) {
    filters.register(this::label, PRIORITY);
  }

  /** What a request is counted as if it ends before, or breaks off. */
  private void label(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!isKnown(request) && !isRoot(request.path())) {
      setTemplate(request, COUNTED_HERE);
      Timer.Sample sample = Timer.start(registry);
      context.addEndHandler(end -> sample.stop(others(request.response().getStatusCode())));
    } else {
      setTemplate(request, OTHER_PATH);
    }
    context.next();
  }

  /** Asked when the answer has ended; what it says replaces the framework's labels. */
  @Override
  public Tags contribute(Context context) {
    HttpServerRequest request = context.request();
    String template = context.requestContextLocalData(TEMPLATE);
    boolean matched = template != null && !template.equals(OTHER_PATH);
    if (matched && isKnown(request)) {
      return Tags.empty();
    }
    return Tags.of("uri", uri(request.path()), "method", method(request));
  }

  private String uri(@Nullable String path) {
    if (path == null) {
      return OTHER_PATH;
    }
    return isRoot(path) ? ROOT : templates.of(path).orElse(OTHER_PATH);
  }

  /** The framework asks for no template there, so it counts it: any number of slashes. */
  static boolean isRoot(@Nullable String path) {
    if (path == null) {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) != '/') {
        return false;
      }
    }
    return true;
  }

  private static String method(HttpServerRequest request) {
    return isKnown(request) ? request.method().name() : OTHER_METHOD;
  }

  private Timer others(int status) {
    return Timer.builder(METER)
        .tags("method", OTHER_METHOD, "uri", OTHER_PATH)
        .tag("status", Integer.toString(status))
        .tags(Tags.of(Outcome.forStatus(status).asTag()))
        .register(registry);
  }

  private static boolean isKnown(HttpServerRequest request) {
    return METHODS.contains(request.method().name());
  }

  private static void setTemplate(HttpServerRequest request, String template) {
    ((HttpServerRequestInternal) request).context().putLocal(TEMPLATE, template);
  }
}
