package io.kurier.statistics;

import io.kurier.delivery.OpenDeliveries.OpenWork;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How the whole installation is doing.
 *
 * @param openDeliveries about
 * @param oldestDueAt null where no delivery waits
 */
@Schema(
    name = "Status",
    description = "How the whole installation is doing, all accounts together.")
record StatusView(
    @Schema(required = true, description = "Of the node that answers.") String version,
    @Schema(required = true, description = "Events, of all nodes, within the last seconds.")
        float acceptedPerSecond,
    @Schema(required = true, description = "Deliveries, of all nodes, within the last seconds.")
        float acknowledgedPerSecond,
    @Schema(required = true, description = "Deliveries that are open, about.") long openDeliveries,
    @Schema(
            required = true,
            nullable = true,
            description =
                "When the delivery that waits longest became due, or will; null where none waits.")
        @Nullable Instant oldestDueAt,
    @Schema(required = true, description = "Webhooks that do not acknowledge.") int failingWebhooks,
    @Schema(required = true, description = "Webhooks that were given up.") int suspendedWebhooks,
    @Schema(required = true, description = "The oldest first.") List<NodeView> nodes) {

  /**
   * A process of the service.
   *
   * @param heartbeatAt by the database's clock
   */
  @Schema(name = "Node", description = "A process of the service.")
  record NodeView(
      @Schema(required = true) UUID id,
      @Schema(required = true, description = "Of the host or the pod.") String name,
      @Schema(required = true, nullable = true) @Nullable String version,
      @Schema(required = true) Instant startedAt,
      @Schema(required = true, description = "When it was last heard of.") Instant heartbeatAt,
      @Schema(required = true) float acceptedPerSecond,
      @Schema(required = true) float acknowledgedPerSecond) {}

  static StatusView of(
      String version, List<NodeView> nodes, OpenWork work, StatusStore.Troubled troubled) {
    return new StatusView(
        version,
        (float) nodes.stream().mapToDouble(NodeView::acceptedPerSecond).sum(),
        (float) nodes.stream().mapToDouble(NodeView::acknowledgedPerSecond).sum(),
        work.open(),
        work.oldestDueAt(),
        troubled.failing(),
        troubled.suspended(),
        nodes);
  }
}
