package io.kurier.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which answers mean that a delivery was received. */
@Schema(
    description =
        "What counts as received. status: any 2xx. json-ok: 200, 201 or 202 with a JSON object whose status is OK, or 204.")
public enum Acknowledgement {
  /** Any 2xx. */
  STATUS("status"),
  /**
   * 200, 201 or 202 with a JSON object whose {@code status} is {@code "OK"}; or 204 (seed, spec
   * section 5).
   */
  JSON_OK("json-ok");

  private final String wire;

  Acknowledgement(String wire) {
    this.wire = wire;
  }

  /** Its name in JSON and in the table. */
  @JsonValue
  public String wire() {
    return wire;
  }

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException if it is none of the names
   */
  public static Acknowledgement of(String wire) {
    for (Acknowledgement value : values()) {
      if (value.wire.equals(wire)) {
        return value;
      }
    }
    throw new IllegalArgumentException("must be 'status' or 'json-ok'");
  }
}
