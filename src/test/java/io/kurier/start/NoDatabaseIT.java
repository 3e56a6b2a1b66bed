package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.support.NodeProcess;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What the native executable says where nobody told it of a database: it carries none. */
@EnabledIfSystemProperty(named = "native.executable", matches = ".+")
class NoDatabaseIT {

  @Test
  void theNativeExecutableSaysInOneLineThatItWantsADatabase() {
    try (NodeProcess node = NodeProcess.launch(NodeProcess.Setup.of(""))) {
      assertEquals(1, node.awaitExit());
      assertEquals(
          List.of(
              "Kurier can't start: The native executable carries no database: set"
                  + " KURIER_DATABASE_URL."),
          node.log());
    }
  }
}
