package io.kurier.account;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/**
 * Says in the OpenAPI document that each operation needs a key, and may name the account that it
 * acts for: {@link ApiKeyAuthentication} asks for both wherever it is.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiKeyRequirement implements OASFilter {

  @Override
  public Operation filterOperation(Operation operation) {
    operation.addParameter(OASFactory.createParameter().ref("Account"));
    operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme("apiKey"));
    return operation;
  }
}
