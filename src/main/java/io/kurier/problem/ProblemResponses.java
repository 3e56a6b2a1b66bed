package io.kurier.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Says in the OpenAPI document which problems each operation may answer with, so that a resource
 * names only what is special to it, and what it looks like: it is a {@link Problem}. The answers
 * that many share stand in {@code META-INF/openapi.yaml}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemResponses implements OASFilter {

  private static final String SCHEMA = "#/components/schemas/" + Problem.class.getSimpleName();

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .values()
                    .forEach(operation -> complete(operation, path.contains("{"))));
  }

  private static void complete(Operation operation, boolean namesThing) {
    APIResponses responses = operation.getResponses();
    responses.getAPIResponses().forEach(ProblemResponses::describe);
    share(responses, "401", "Unauthorized");
    if (namesThing) {
      share(responses, "404", "NotFound");
    }
    if (operation.getRequestBody() != null) {
      share(responses, "400", "Malformed");
      share(responses, "413", "TooLarge");
      share(responses, "415", "UnsupportedMediaType");
      // All bodies share a part of the memory.
      share(responses, "429", "Overloaded");
    }
    if (isConditional(operation)) {
      share(responses, "400", "Malformed");
      share(responses, "412", "Changed");
    }
    // Of any operation: the account's header can be wrong.
    share(responses, "422", "Invalid");
    share(responses, "503", "Unavailable");
    responses.setAPIResponses(new TreeMap<>(responses.getAPIResponses()));
  }

  private static void share(APIResponses responses, String status, String name) {
    if (!responses.hasAPIResponse(status)) {
      responses.addAPIResponse(status, OASFactory.createAPIResponse().ref(name));
    }
  }

  private static boolean isConditional(Operation operation) {
    return Stream.ofNullable(operation.getParameters())
        .flatMap(List::stream)
        .map(Parameter::getRef)
        .anyMatch(ref -> ref != null && ref.endsWith("Match"));
  }

  private static void describe(String status, @Nullable APIResponse response) {
    if (response != null
        && response.getContent() == null
        && response.getRef() == null
        && status.compareTo("400") >= 0) {
      response.setContent(problem());
    }
  }

  private static Content problem() {
    return OASFactory.createContent()
        .addMediaType(
            Problem.MEDIA_TYPE,
            OASFactory.createMediaType().schema(OASFactory.createSchema().ref(SCHEMA)));
  }
}
