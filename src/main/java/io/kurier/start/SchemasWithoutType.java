package io.kurier.start;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Takes the type off schemas whose type another one says: the generator writes one beside {@code
 * $ref}, {@code oneOf} and {@code anyOf} too, and in OpenAPI 3.1 both would have to hold.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class SchemasWithoutType implements OASFilter {

  @Override
  public Schema filterSchema(Schema schema) {
    if (schema.getRef() != null || schema.getOneOf() != null || schema.getAnyOf() != null) {
      schema.setType(null);
    }
    return schema;
  }
}
