package io.kurier.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Says in the OpenAPI document what each answer from 400 on looks like, so that no resource has to:
 * it is a {@link Problem}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemResponses implements OASFilter {

  private static final String SCHEMA = "#/components/schemas/" + Problem.class.getSimpleName();

  @Override
  public Operation filterOperation(Operation operation) {
    if (operation.getResponses() != null) {
      operation.getResponses().getAPIResponses().forEach(ProblemResponses::complete);
    }
    return operation;
  }

  private static void complete(String status, @Nullable APIResponse response) {
    if (response != null && response.getContent() == null && status.compareTo("400") >= 0) {
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
