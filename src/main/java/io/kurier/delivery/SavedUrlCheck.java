package io.kurier.delivery;

import io.kurier.webhook.UrlPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Refuses a URL when it is saved if it can't be called now: else it would silently never be
 * delivered to. A name that does not resolve is taken: that may be a matter of the moment, and is
 * seen in the attempts.
 */
@ApplicationScoped
class SavedUrlCheck implements UrlPolicy {

  private static final Logger LOG = Logger.getLogger(SavedUrlCheck.class);

  private final Vertx vertx;
  private final NameResolver names;
  private final TargetGuard guard;

  SavedUrlCheck(Vertx vertx, NameResolver names, TargetsConfig targets) {
    this.vertx = vertx;
    this.names = names;
    this.guard = targets.guard();
  }

  @Override
  public Uni<Optional<String>> complaint(URI url) {
    Optional<String> complaint = guard.complaint(url);
    if (complaint.isPresent()) {
      return Uni.createFrom().item(complaint);
    }
    Context context = vertx.getOrCreateContext();
    return Uni.createFrom()
        .completionStage(() -> names.resolve(url.getHost()))
        .onFailure()
        .recoverWithItem(List.<InetAddress>of())
        .emitOn(next -> context.runOnContext(ignored -> next.run()))
        .map(found -> complaint(url, found));
  }

  private Optional<String> complaint(URI url, List<InetAddress> found) {
    Optional<InetAddress> refused = guard.refused(found);
    refused.ifPresent(
        address ->
            LOG.infof("url.refused host=%s address=%s", url.getHost(), address.getHostAddress()));
    return refused.map(address -> TargetGuard.NOT_ALLOWED);
  }
}
