package io.kurier.logs;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** For operators: what a node says in its log. */
@Path("/v1/log-levels")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Status")
class LogLevelResource {

  private final LogLevels levels;

  LogLevelResource(LogLevels levels) {
    this.levels = levels;
  }

  @GET
  @Operation(
      operationId = "listLogLevels",
      summary = "List log levels",
      description = "The categories that have a level of their own, of the node that answers.")
  @APIResponse(responseCode = "200", description = "The levels")
  public Uni<LogLevelView.All> list() {
    return Uni.createFrom().item(() -> new LogLevelView.All(levels.list()));
  }

  @PUT
  @Path("/{category}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changeLogLevel",
      summary = "Change a log level",
      description =
          "Of the node that answers alone, until it is changed back or the node stops."
              + " DEBUG is for io.kurier and what is below it.")
  @APIResponse(responseCode = "200", description = "Changed")
  @APIResponse(responseCode = "409", description = "100 categories are changed already")
  public Uni<LogLevelView> change(
      @Parameter(description = "A package or a class; 'root' is above all") @RestPath
          String category,
      @RequestBody(ref = "LogLevelChange") byte[] body) {
    LogLevelRequest request = LogLevelRequest.of(category, body);
    return Uni.createFrom().item(() -> levels.change(category, request.level()));
  }

  @DELETE
  @Path("/{category}")
  @ResponseStatus(204)
  @Operation(
      operationId = "changeLogLevelBack",
      summary = "Change a log level back",
      description = "To what is configured.")
  @APIResponse(responseCode = "204", description = "Changed back")
  public Uni<Void> changeBack(
      @Parameter(description = "A category that was changed") @RestPath String category) {
    return Uni.createFrom().voidItem().invoke(() -> levels.changeBack(category));
  }
}
