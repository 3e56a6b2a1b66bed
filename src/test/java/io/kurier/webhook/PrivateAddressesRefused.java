package io.kurier.webhook;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;

/** Where no other policy is there: refuses 10.0.0.1. */
@DefaultBean
@ApplicationScoped
class PrivateAddressesRefused implements UrlPolicy {

  @Override
  public Uni<Optional<String>> complaint(URI url) {
    return Uni.createFrom()
        .item(
            "10.0.0.1".equals(url.getHost())
                ? Optional.of("points to an address that may not be called")
                : Optional.empty());
  }
}
