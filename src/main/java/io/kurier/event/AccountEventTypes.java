package io.kurier.event;

import io.kurier.webhook.KnownEventTypes;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;

/**
 * The types that a webhook may be subscribed to by name: the built-in ones and the account's own.
 */
@ApplicationScoped
class AccountEventTypes implements KnownEventTypes {

  private final EventTypeStore own;

  AccountEventTypes(EventTypeStore own) {
    this.own = own;
  }

  @Override
  public Uni<Set<String>> of(String accountId) {
    return own.ofAccount(accountId)
        .map(
            types -> {
              Set<String> known = new HashSet<>();
              EventCatalog.builtIn().forEach(type -> known.add(type.type()));
              types.forEach(type -> known.add(type.type()));
              return known;
            });
  }
}
