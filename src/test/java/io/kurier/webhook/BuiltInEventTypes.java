package io.kurier.webhook;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

@DefaultBean
@ApplicationScoped
class BuiltInEventTypes implements KnownEventTypes {

  @Override
  public Uni<Set<String>> of(String accountId) {
    return Uni.createFrom().item(Set.of("contact_added", "contact_copied", "contact_moved"));
  }
}
