package io.kurier.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A merge patch (RFC 7396) on a webhook's configuration, with what a configuration adds to it. */
final class WebhookPatch {

  private static final List<String> NESTED = List.of("batching", "delivery");

  private WebhookPatch() {}

  /**
   * What the patch makes of the present configuration; not yet checked.
   *
   * @param present the present configuration as a tree, its header values in plain
   */
  static JsonNode apply(ObjectNode present, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch;
    }
    JsonNode merged =
        MergePatch.apply(present, withStoredSpelling(changes, present.path("headers")));
    keepStrayNulls(present, patch, merged);
    NESTED.forEach(name -> keepStrayNulls(present.path(name), patch.path(name), merged.path(name)));
    return merged;
  }

  /** Header names are the same in any case, while RFC 7396 goes by the letter. */
  private static ObjectNode withStoredSpelling(ObjectNode patch, JsonNode storedHeaders) {
    if (!(patch.get("headers") instanceof ObjectNode headers)) {
      return patch;
    }
    Map<String, String> spelling = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    storedHeaders.fieldNames().forEachRemaining(name -> spelling.put(name, name));
    ObjectNode respelt = headers.objectNode();
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      String name = spelling.getOrDefault(header.getKey(), header.getKey());
      // Two spellings of one header stay two, so that the check finds them.
      respelt.set(respelt.has(name) ? header.getKey() : name, header.getValue());
    }
    ObjectNode copy = patch.deepCopy();
    copy.set("headers", respelt);
    return copy;
  }

  /** A null for a member that never was removes nothing, and would hide that its name is wrong. */
  private static void keepStrayNulls(JsonNode present, JsonNode patch, JsonNode merged) {
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      if (member.getValue().isNull()
          && !present.has(member.getKey())
          && merged instanceof ObjectNode object) {
        object.putNull(member.getKey());
      }
    }
  }
}
