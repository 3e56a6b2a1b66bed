package io.kurier.start;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** One line about how the service runs, when it does. Nothing in it is secret. */
@ApplicationScoped
class StartupSummary {

  private static final Logger LOG = Logger.getLogger(StartupSummary.class);

  private final StartConfig config;
  private final String version;
  private final int port;
  private final int managementPort;
  private final String database;

  StartupSummary(
      StartConfig config,
      @ConfigProperty(name = "quarkus.application.version") String version,
      @ConfigProperty(name = "quarkus.http.port") int port,
      @ConfigProperty(name = "quarkus.management.port") int managementPort,
      @ConfigProperty(name = "quarkus.datasource.reactive.url") String database) {
    this.config = config;
    this.version = version;
    this.port = port;
    this.managementPort = managementPort;
    this.database = database;
  }

  void log() {
    boolean external = config.databaseUrl().isPresent();
    LOG.infof(
        "kurier.started version=%s port=%d managementPort=%d database=%s kind=%s dataDir=%s"
            + " targetsAllow=%s httpsRequired=%s",
        version,
        port,
        managementPort,
        database.substring(database.indexOf("//") + 2),
        external ? "external" : "embedded",
        external ? "none" : config.dataDir(),
        config.targets().allow().orElse("none"),
        config.targets().requireHttps());
  }
}
