package io.kurier.console;

import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI document where the interface is, for whoever wants to use it and has no key yet: the
 * one that the management port has at {@code /q/openapi}.
 */
@ApplicationScoped
class Contract {

  /** Behind the filters, before the resources. */
  private static final int ORDER = 0;

  /**
   * Kept as long as anybody likes, and asked about each time: the next node may be of another
   * version.
   */
  private static final String CACHING = "public, no-cache";

  private final OpenApiDocumentService documents;
  private final Map<Format, ServedFile> files = new ConcurrentHashMap<>();

  Contract(OpenApiDocumentService documents) {
    this.documents = documents;
  }

  void onRouter(@Observes Router router) {
    serve(router, "/openapi.yaml", Format.YAML);
    serve(router, "/openapi.json", Format.JSON);
  }

  private void serve(Router router, String path, Format format) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .order(ORDER)
        .handler(request -> answer(request, format));
  }

  private void answer(RoutingContext request, Format format) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, format.getMimeType() + ";charset=UTF-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, CACHING);
    // Hashed once: whoever has no key may ask as often as they like.
    files
        .computeIfAbsent(
            format,
            asked ->
                ServedFile.of(documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, asked)))
        .send(request);
  }
}
