package io.kurier.console;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The console's pages have paths of their own, and are one document: whoever opens one of them, or
 * loads it again, gets that. What else does not exist is answered as before.
 */
@ApplicationScoped
class ConsolePages {

  /** As in {@code src/main/webui/src/App.tsx}. */
  private static final String PAGES = "/(webhooks|events|overview)(/.*)?";

  void onRouter(@Observes Router router) {
    router.getWithRegex(PAGES).order(Integer.MIN_VALUE).handler(request -> request.reroute("/"));
  }
}
