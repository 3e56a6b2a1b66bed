package io.kurier.share;

import com.sun.management.UnixOperatingSystemMXBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Compares the process's limit of file descriptors with what the settings may need. */
class DescriptorLimit {

  private static final Logger LOG = Logger.getLogger(DescriptorLimit.class);

  @Produces
  @Singleton
  Descriptors descriptors(
      PoolsConfig config,
      @ConfigProperty(name = "quarkus.http.limits.max-connections") int maxConnections,
      @ConfigProperty(name = "quarkus.datasource.reactive.max-size") int databasePool) {
    if (maxConnections < 1) {
      throw new IllegalArgumentException("quarkus.http.limits.max-connections must be 1 or more.");
    }
    Descriptors wanted =
        new Descriptors(
            maxConnections,
            Pools.atLeastOne("connections", config.connections()),
            Pools.atLeastOne("requests", config.requests()));
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return wanted;
    }
    long limit = unix.getMaxFileDescriptorCount();
    long reserve = Descriptors.reserve(databasePool, Runtime.getRuntime().availableProcessors());
    Descriptors given = wanted.within(limit, reserve);
    if (!given.equals(wanted)) {
      LOG.warnf(
          "descriptors.short limit=%d needed=%d acceptedConnections=%d receiverConnections=%d"
              + " requests=%d help=\"raise it: ulimit -n %d, LimitNOFILE=%d with systemd\"",
          limit,
          reserve + wanted.wanted(),
          given.accepted(),
          given.connections(),
          given.requests(),
          reserve + wanted.wanted(),
          reserve + wanted.wanted());
    }
    return given;
  }
}
