package io.kurier.real;

import io.kurier.support.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Node's own servers, and Express. */
final class NodeServers implements Software {

  private final int plain = FreePort.find();
  private final int tls = FreePort.find();
  private final int http2 = FreePort.find();
  private final int express = FreePort.find();
  private final Daemon daemon;

  NodeServers(Bench bench) throws Missing {
    String node = Bench.installed("node");
    Path script = Packages.npm("receivers.mjs", "express@5.3.0");
    Path directory = bench.directory("node");
    daemon =
        Daemon.start(
            directory,
            Map.of(),
            List.of(
                node,
                script.toString(),
                bench.arrivals().file(directory).toString(),
                bench.pem().key().toString(),
                bench.pem().certificate().toString(),
                Integer.toString(plain),
                Integer.toString(tls),
                Integer.toString(http2),
                Integer.toString(express)),
            plain,
            tls,
            http2,
            express);
  }

  @Override
  public List<Site> sites() {
    return List.of(
        Site.keeping("node", "Node http, HTTP/1.1", "http", plain),
        Site.keeping("node-tls", "Node https, HTTP/1.1", "https", tls),
        Site.keeping("node-http2", "Node http2, TLS", "https", http2),
        Site.keeping("express", "Express, HTTP/1.1", "http", express));
  }

  @Override
  public void reload() {
    daemon.signal("HUP");
  }

  @Override
  public void close() {
    daemon.close();
  }
}
