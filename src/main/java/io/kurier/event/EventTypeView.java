package io.kurier.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An event type as it is shown. */
@Schema(name = "EventType", description = "A kind of event.")
record EventTypeView(
    @Schema(required = true, description = "Its name on the wire.", examples = "order_shipped")
        String type,
    @Schema(required = true, description = "What people call it.") Labels labels,
    @Schema(
            required = true,
            ref = "JsonSchema",
            description = "JSON Schema (2020-12) of the body. References stay within the document.")
        @JsonRawValue
        @Nullable String schema,
    @Schema(
            required = true,
            type = SchemaType.OBJECT,
            nullable = true,
            additionalProperties = Schema.True.class,
            description = "An event of this type; it validates against the schema.")
        @JsonRawValue
        @Nullable String sample,
    @Schema(
            required = true,
            description = "Events that violate the schema are refused; only for own types.")
        boolean enforce,
    @Schema(required = true, description = "Whether every account has it.") boolean builtIn,
    @Schema(description = "Only of own types.") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Instant createdAt,
    @Schema(description = "Only of own types.") @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Instant updatedAt) {

  /** What people call a type, in German and in English. */
  @Schema(name = "EventTypeLabels")
  record Labels(
      @Schema(required = true, examples = "Bestellung versandt") String de,
      @Schema(required = true, examples = "Order shipped") String en) {}

  static EventTypeView of(EventType type) {
    return of(type, null, null);
  }

  static EventTypeView of(OwnEventType own) {
    return of(own.type(), own.createdAt(), own.updatedAt());
  }

  private static EventTypeView of(
      EventType type, @Nullable Instant createdAt, @Nullable Instant updatedAt) {
    return new EventTypeView(
        type.type(),
        new Labels(type.labelDe(), type.labelEn()),
        type.schema(),
        type.sample(),
        type.enforce(),
        type.builtIn(),
        createdAt,
        updatedAt);
  }
}
