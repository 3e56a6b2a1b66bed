package io.kurier.failure;

import io.kurier.support.ServerDatabase;
import io.kurier.support.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A primary, its standby, and an address that leads to the primary until it is told otherwise. */
final class Pair implements AutoCloseable {

  private final ServerDatabase primary;
  private final ServerDatabase standby;
  private final Wire address;
  private final Wire replication;

  private Pair(ServerDatabase primary, ServerDatabase standby, Wire address, Wire replication) {
    this.primary = primary;
    this.standby = standby;
    this.address = address;
    this.replication = replication;
  }

  static Pair start() throws IOException {
    ServerDatabase primary = new ServerDatabase(Path.of("target", "failover-primary"), Map.of());
    primary.make();
    Wire replication = new Wire(primary.port());
    replication.connect();
    ServerDatabase standby =
        primary.standby(Path.of("target", "failover-standby"), replication.port());
    Wire address = new Wire(primary.port());
    address.connect();
    return new Pair(primary, standby, address, replication);
  }

  ServerDatabase primary() {
    return primary;
  }

  ServerDatabase standby() {
    return standby;
  }

  /** Where clients connect to. */
  Wire address() {
    return address;
  }

  /** The standby hears no more of what the primary commits, and neither knows. */
  void separate() {
    replication.swallowAll();
  }

  @Override
  public void close() {
    address.close();
    replication.close();
    standby.stop();
    primary.stop();
  }
}
