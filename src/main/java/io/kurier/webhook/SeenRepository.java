package io.kurier.webhook;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The creations that came with an {@code Idempotency-Key}. */
@ApplicationScoped
class SeenRepository implements PanacheRepositoryBase<SeenRequest, byte[]> {

  /**
   * Takes the key for this transaction. Its first holder has ended when it can be had, so what
   * {@link #first} then finds is final.
   *
   * @return false while another request holds it
   */
  Uni<Boolean> tryLock(SeenRequest request) {
    return getSession()
        .flatMap(
            session ->
                session
                    .createQuery(
                        "select function('pg_try_advisory_xact_lock', :key)", Boolean.class)
                    .setParameter("key", request.lock())
                    .getSingleResult());
  }

  /** The request of the last 24 hours that had the same key; an older one is forgotten. */
  Uni<Optional<SeenRequest>> first(SeenRequest request) {
    return delete(
            "key = ?1 and seenAt < ?2",
            request.key(),
            request.seenAt().minus(SeenRequest.REMEMBERED))
        .flatMap(forgotten -> findById(request.key()))
        .map(Optional::ofNullable);
  }
}
