package io.kurier.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.kurier.problem.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How large a customer's schema may be, looked at before anything is compiled. */
final class SchemaBounds {

  private static final String DYNAMIC_REF = "$dynamicRef";

  private static final int DEEPEST = 100;

  /** Of all patterns together, in instructions: a few MB once compiled. */
  private static final int MOST_PATTERNS = 20_000;

  private final Faults faults;
  private long patterns;
  private int deepest;

  private SchemaBounds(Faults faults) {
    this.faults = faults;
  }

  static void check(JsonNode schema, String pointer, Faults faults) {
    if (!schema.isObject() && !schema.isBoolean()) {
      faults.add(pointer, "must be an object or a boolean");
      return;
    }
    SchemaBounds bounds = new SchemaBounds(faults);
    bounds.measure(schema, pointer, 1);
    if (bounds.deepest > DEEPEST) {
      faults.add(pointer, "must not be nested deeper than " + DEEPEST + " levels");
    } else if (schema.toString().getBytes(StandardCharsets.UTF_8).length > EventSchema.MOST_BYTES) {
      faults.add(pointer, "must not be larger than 64 KiB");
    } else if (bounds.patterns > MOST_PATTERNS) {
      faults.add(pointer, "has patterns that repeat too much");
    }
  }

  /** Whatever looks like a pattern counts, since a reference can make a schema of anything. */
  private void measure(JsonNode node, String pointer, int depth) {
    deepest = Math.max(deepest, depth);
    if (depth > DEEPEST) {
      return;
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      if (name.equals("pattern") && value.isTextual()) {
        patterns += SafePattern.sizeOf(value.textValue());
      } else if (name.equals("patternProperties")) {
        value.fieldNames().forEachRemaining(regex -> patterns += SafePattern.sizeOf(regex));
      } else if (name.equals(DYNAMIC_REF)
          && value.isTextual()
          && !value.textValue().startsWith("#")) {
        // Unlike $ref it is followed only when an event gets there, too late to refuse the schema.
        faults.add(Faults.below(pointer, name), "must start with #; other documents are not read");
      }
      measure(value, Faults.below(pointer, name), depth + 1);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      measure(node.get(i), pointer + "/" + i, depth + 1);
    }
  }
}
