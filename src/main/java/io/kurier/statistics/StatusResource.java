package io.kurier.statistics;

import io.kurier.delivery.OpenDeliveries;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** For operators: whether deliveries flow. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Status")
class StatusResource {

  private final StatusStore store;
  private final OpenDeliveries open;
  private final String version;

  StatusResource(
      StatusStore store,
      OpenDeliveries open,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.store = store;
    this.open = open;
    this.version = version;
  }

  @GET
  @Operation(
      operationId = "getStatus",
      summary = "Get the installation's status",
      description = "What flows, what waits, what fails, and the nodes; of all accounts.")
  @APIResponse(responseCode = "200", description = "The status")
  public Uni<StatusView> get() {
    return Uni.combine()
        .all()
        .unis(store.nodes(), open.ask(), store.troubled())
        .with((nodes, work, troubled) -> StatusView.of(version, nodes, work, troubled));
  }
}
