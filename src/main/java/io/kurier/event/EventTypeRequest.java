package io.kurier.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import io.kurier.problem.Faults;
import io.kurier.problem.JsonBody;
import io.kurier.problem.Members;
import io.kurier.problem.VisibleText;
import io.kurier.webhook.EventEntries;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The definition of an own event type that a request asks for, not yet checked.
 *
 * @param tree what came as the body
 */
record EventTypeRequest(JsonNode tree) {

  /** How many KiB a request may have: a schema and a sample. */
  static final int MOST_KIB = 128;

  private static final int LONGEST_LABEL = 128;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,127}");

  /** What a view shows beside the definition: whoever sends a view back hears what to drop. */
  private static final List<String> READ_ONLY = List.of("builtIn", "createdAt", "updatedAt");

  /**
   * Reads the body of a request.
   *
   * @throws DomainError 400 or 413 if it is not JSON that can be read
   */
  static EventTypeRequest of(byte[] body) {
    return new EventTypeRequest(JsonBody.read(body, MOST_KIB));
  }

  /**
   * The name that a page of types ended with.
   *
   * @throws IllegalArgumentException if no type has such a name
   */
  static String nameOf(String cursor) {
    if (!isName(cursor)) {
      throw new IllegalArgumentException("must be the 'next' of the page before");
    }
    return cursor;
  }

  /** Whether a type may have this name. One that may not does not exist, and is not looked for. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * The checked definition of a new type.
   *
   * @throws DomainError 422 with everything that is wrong
   */
  EventType definition() {
    return definition(null);
  }

  /**
   * The checked definition of a type.
   *
   * @param name its name, which the request may repeat; null where it must say it
   * @throws DomainError 422 with everything that is wrong
   */
  EventType definition(@Nullable String name) {
    Faults faults = new Faults();
    Members members = new Members(tree, "", faults);
    String type = name == null ? newName(members) : sameName(members, name);
    Members labels = members.object("labels");
    String labelDe = label(labels, "de", type);
    String labelEn = label(labels, "en", type);
    JsonNode schema = members.get("schema");
    JsonNode sample = members.get("sample");
    boolean enforce = members.bool("enforce", false);
    if (enforce && schema == null) {
      faults.add(members.pointer("enforce"), "needs a schema");
    }
    EventSchema compiled =
        schema == null ? null : EventSchema.of(schema, members.pointer("schema"), faults);
    checkSample(sample, type, compiled, members);
    for (String member : READ_ONLY) {
      if (members.has(member)) {
        faults.add(members.pointer(member), "is set by Kurier: leave it out");
      }
    }
    if (labels != null) {
      labels.rejectUnknown();
    }
    members.rejectUnknown();
    faults.throwIfAny();
    return new EventType(type, labelDe, labelEn, text(schema), text(sample), enforce, false);
  }

  private static String newName(Members members) {
    String type = members.requiredString("type");
    if (type == null) {
      return "";
    }
    if (!isName(type)) {
      members
          .faults()
          .add(
              members.pointer("type"),
              "must have 1 to 128 of the characters a-z, 0-9, _, . and -, the first a letter or a digit");
    } else if (EventEntries.isReserved(type)) {
      members.faults().add(members.pointer("type"), "must not start with 'kurier.': that is ours");
    }
    return type;
  }

  private static String sameName(Members members, String name) {
    String type = members.string("type");
    if (type != null && !type.equals(name)) {
      members.faults().add(members.pointer("type"), "must be the type in the path, or left out");
    }
    return name;
  }

  private static String label(@Nullable Members labels, String language, String byDefault) {
    String label = labels == null ? null : labels.string(language);
    if (labels == null || label == null) {
      return byDefault;
    }
    int length = label.codePointCount(0, label.length());
    if (label.isBlank() || length > LONGEST_LABEL) {
      labels.faults().add(labels.pointer(language), "must have 1 to 128 characters");
    } else {
      String fault = VisibleText.fault(label);
      if (fault != null) {
        labels.faults().add(labels.pointer(language), fault);
      }
    }
    return label;
  }

  private static void checkSample(
      @Nullable JsonNode sample, String type, @Nullable EventSchema schema, Members members) {
    if (sample == null) {
      return;
    }
    String pointer = members.pointer("sample");
    if (!sample.isObject()) {
      members.faults().add(pointer, "must be an object");
      return;
    }
    if (sample.has("type") && !type.equals(sample.get("type").textValue())) {
      members
          .faults()
          .add(Faults.below(pointer, "type"), "must be the type that it is a sample of");
    }
    if (schema != null) {
      // The bytes are checked, as of an event, since numbers are read otherwise there.
      for (Fault fault : schema.check(sample.toString().getBytes(StandardCharsets.UTF_8))) {
        members.faults().add(pointer + fault.pointer(), fault.detail());
      }
    }
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null ? null : node.toString();
  }
}
