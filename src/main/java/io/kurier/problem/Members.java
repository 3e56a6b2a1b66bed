package io.kurier.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object of a management request, read one by one. Whatever is wrong is noted
 * with its pointer, and reading goes on with the default, so that one answer tells everything. A
 * member that nobody asked for is unknown, and that is a fault too: a misspelt setting must not be
 * silently without effect.
 */
public final class Members {

  private final @Nullable JsonNode object;
  private final String pointer;
  private final Faults faults;
  private final Set<String> known = new HashSet<>();

  /** Reads {@code node}; anything but an object is a fault and reads as an empty one. */
  public Members(@Nullable JsonNode node, String pointer, Faults faults) {
    this.pointer = pointer;
    this.faults = faults;
    if (node == null || !node.isObject()) {
      faults.add(pointer, "must be an object");
      this.object = null;
    } else {
      this.object = node;
    }
  }

  public String pointer(String name) {
    return Faults.below(pointer, name);
  }

  public Faults faults() {
    return faults;
  }

  /** Whether the member is there, null or not. */
  public boolean has(String name) {
    known.add(name);
    return object != null && object.has(name);
  }

  /** The member as it came; null where it is absent or JSON null. */
  public @Nullable JsonNode get(String name) {
    known.add(name);
    JsonNode value = object == null ? null : object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** A string that must be there. */
  public @Nullable String requiredString(String name) {
    if (object != null && get(name) == null) {
      faults.add(pointer(name), "is required");
      return null;
    }
    return string(name);
  }

  /** A string; null where it is absent, JSON null or not a string. */
  public @Nullable String string(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      faults.add(pointer(name), "must be a string");
      return null;
    }
    return value.textValue();
  }

  /** A boolean, or what it is by default. */
  public boolean bool(String name, boolean byDefault) {
    JsonNode value = get(name);
    if (value == null) {
      return byDefault;
    }
    if (!value.isBoolean()) {
      faults.add(pointer(name), "must be true or false");
      return byDefault;
    }
    return value.booleanValue();
  }

  /**
   * A whole number from {@code least} to {@code most}, or what it is by default. Whether it is
   * whole is a matter of its value, as in JSON Schema: {@code 100.0} and {@code 1e2} are.
   */
  public int integer(String name, int byDefault, int least, int most) {
    JsonNode value = get(name);
    if (value == null) {
      return byDefault;
    }
    if (!value.isNumber() || !isWhole(value.decimalValue(), least, most)) {
      faults.add(pointer(name), "must be a whole number from " + least + " to " + most);
      return byDefault;
    }
    return value.decimalValue().intValueExact();
  }

  /** The range comes first: a number may have a billion digits before its point. */
  private static boolean isWhole(BigDecimal number, int least, int most) {
    return number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0
        && number.stripTrailingZeros().scale() <= 0;
  }

  /**
   * A string that {@code parse} understands, or what it is by default.
   *
   * @param parse throws {@link IllegalArgumentException}, whose message becomes the fault
   */
  public <T> T parsed(String name, T byDefault, Function<String, T> parse) {
    String text = string(name);
    if (text == null) {
      return byDefault;
    }
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      faults.add(pointer(name), String.valueOf(e.getMessage()));
      return byDefault;
    }
  }

  /**
   * The strings of an array; empty where it is absent. Each element that is no string is a fault of
   * its own.
   */
  public List<String> strings(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      faults.add(pointer(name), "must be an array of strings");
      return List.of();
    }
    List<String> texts = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i).isTextual()) {
        texts.add(value.get(i).textValue());
      } else {
        faults.add(pointer(name) + "/" + i, "must be a string");
      }
    }
    return texts;
  }

  /** The members of a nested object; null where it is absent. */
  public @Nullable Members object(String name) {
    JsonNode value = get(name);
    return value == null ? null : new Members(value, pointer(name), faults);
  }

  /** Notes each member that was not asked for. Call it last. */
  public void rejectUnknown() {
    if (object != null) {
      object
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  faults.add(pointer(name), "is not known");
                }
              });
    }
  }
}
