package io.kurier.webhook;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.Optional;

/**
 * Which addresses a webhook may have. It is asked when a URL is saved, so that one which can never
 * be called is refused at once, and not silently never delivered to. Whoever sends has to ask
 * again: a name may resolve to something else by then.
 */
public interface UrlPolicy {

  /**
   * What speaks against calling this URL; empty if nothing does. Answers on the Vert.x context it
   * was called on, and never fails for what the network does.
   *
   * @param url absolute, http or https, with a host
   */
  Uni<Optional<String>> complaint(URI url);
}
