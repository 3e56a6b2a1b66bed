package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.ServerDatabase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the parameters of {@code KURIER_DATABASE_URL} do to real connections. */
class DatabaseUrlIT {

  private static final String SESSIONS =
      "select application_name from pg_stat_activity where backend_type = 'client backend'"
          + " and datname = 'parameters' and pid <> pg_backend_pid()";

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  @Test
  void aUrlWithAllParametersIsTakenAndItsNameIsSeenInTheDatabase() throws Exception {
    String url =
        DATABASE.create("parameters")
            + "?sslmode=prefer&application_name=eu%20west&connect_timeout=3"
            + "&channel_binding=disable&target_session_attrs=read-write";
    try (NodeProcess node = NodeProcess.start(NodeProcess.Setup.of(url))) {
      assertTrue(node.isAlive());
      assertEquals(Set.of("eu west"), DATABASE.texts("parameters", SESSIONS));
    }
  }

  @Test
  void aUrlWithParametersThatDoNothingIsRefusedInOneLine() {
    String url =
        ServerDatabase.url("any", DATABASE.port()) + "?gssencmode=disable&options=-c%20a%3Dgeheim";
    try (NodeProcess node = NodeProcess.launch(NodeProcess.Setup.of(url))) {
      assertEquals(1, node.awaitExit());
      assertEquals(
          List.of(
              "Kurier can't start: KURIER_DATABASE_URL: there is no parameter 'gssencmode',"
                  + " 'options'; there are application_name, channel_binding, connect_timeout,"
                  + " sslmode, sslrootcert and target_session_attrs."),
          node.log());
    }
  }
}
