package io.kurier.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DashboardTest {

  private static final int COLUMNS = 24;

  @Test
  void everyPanelIsWhole() {
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : Dashboard.json().path("panels")) {
      String title = panel.path("title").asText();
      assertFalse(title.isBlank());
      assertTrue(ids.add(panel.path("id").asInt()), title + " has another's id");
      if (panel.path("type").asText().equals("row")) {
        continue;
      }
      assertFalse(panel.path("description").asText().isBlank(), title);
      assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isBlank(), title);
      assertFalse(panel.path("targets").isEmpty(), title);
      for (JsonNode target : panel.path("targets")) {
        assertEquals("${datasource}", target.at("/datasource/uid").asText(), title);
        assertTrue(target.path("expr").asText().contains("namespace=\"$namespace\""), title);
      }
    }
  }

  @Test
  void noPanelCoversAnother() {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : Dashboard.json().path("panels")) {
      JsonNode place = panel.path("gridPos");
      int left = place.path("x").asInt();
      int top = place.path("y").asInt();
      assertTrue(left + place.path("w").asInt() <= COLUMNS, panel.path("title").asText());
      for (int x = left; x < left + place.path("w").asInt(); x++) {
        for (int y = top; y < top + place.path("h").asInt(); y++) {
          assertTrue(taken.add(x + "," + y), panel.path("title").asText());
        }
      }
    }
  }
}
