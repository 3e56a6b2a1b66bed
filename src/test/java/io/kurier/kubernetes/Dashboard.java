package io.kurier.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.ArrayList;
import java.util.List;

/** Grafana's dashboard, as the overlay production hands it over. */
final class Dashboard {

  private Dashboard() {}

  static ConfigMap configMap() {
    return Overlay.of("production").all(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getLabels().containsKey("grafana_dashboard"))
        .findAny()
        .orElseThrow(() -> new AssertionError("there is no dashboard"));
  }

  static JsonNode json() {
    try {
      return new ObjectMapper().readTree(configMap().getData().get("kurier.json"));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static List<String> expressions() {
    List<String> expressions = new ArrayList<>();
    json()
        .path("panels")
        .forEach(
            panel ->
                panel
                    .path("targets")
                    .forEach(target -> expressions.add(target.path("expr").asText())));
    return expressions;
  }
}
