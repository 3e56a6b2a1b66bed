package io.kurier.dev;

import io.kurier.cluster.StartStep;
import io.kurier.webhook.SampleWebhooks;
import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The last thing that dev mode does before it is ready: there is something to look at. */
@ApplicationScoped
@IfBuildProfile("dev")
class Samples implements StartStep {

  private final SampleWebhooks webhooks;
  private final int port;

  Samples(SampleWebhooks webhooks, @ConfigProperty(name = "quarkus.http.port") int port) {
    this.webhooks = webhooks;
    this.port = port;
  }

  @Override
  public int order() {
    return JOINED + 100;
  }

  @Override
  public Uni<Void> start() {
    return webhooks.createWhereThereAreNone(port);
  }
}
