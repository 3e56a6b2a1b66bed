package io.kurier.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An event type as it is shown. */
@Schema(name = "EventType", description = "A kind of event that may come in.")
record EventTypeView(
    @Schema(
            required = true,
            pattern = "[a-z0-9_.-]{1,128}",
            description = "Its name on the wire. 'kurier.' is reserved.",
            examples = "\"order_shipped\"")
        String type,
    @Schema(description = "What people call it; by default as on the wire.") Labels labels,
    @Schema(
            implementation = Object.class,
            nullable = true,
            description = "JSON Schema (2020-12) of the body. References stay within the document.")
        @JsonRawValue
        @Nullable String schema,
    @Schema(
            implementation = Object.class,
            nullable = true,
            description = "An event of this type; it validates against the schema.")
        @JsonRawValue
        @Nullable String sample,
    @Schema(
            defaultValue = "false",
            description = "Events that violate the schema are refused; only for own types.")
        boolean enforce,
    @Schema(readOnly = true, description = "Whether every account has it.") boolean builtIn,
    @Schema(readOnly = true) @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant createdAt,
    @Schema(readOnly = true) @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable Instant updatedAt) {

  /** What people call a type, in German and in English. */
  @Schema(name = "EventTypeLabels")
  record Labels(
      @Schema(maxLength = 128, examples = "\"Bestellung versandt\"") String de,
      @Schema(maxLength = 128, examples = "\"Order shipped\"") String en) {}

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
