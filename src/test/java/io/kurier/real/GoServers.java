package io.kurier.real;

import io.kurier.support.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Go's net/http. */
final class GoServers implements Software {

  private final int plain = FreePort.find();
  private final int tls = FreePort.find();
  private final Daemon daemon;
  private int reloads;

  GoServers(Bench bench) throws Missing {
    String go = Bench.installed("go");
    Path directory = bench.directory("go");
    Path program = directory.resolve("receivers");
    Bench.bring(
        directory,
        List.of(go, "build", "-o", program.toString(), Bench.source("go/receivers.go").toString()));
    daemon =
        Daemon.start(
            directory,
            Map.of(),
            List.of(
                program.toString(),
                bench.arrivals().file(directory).toString(),
                bench.pem().key().toString(),
                bench.pem().certificate().toString(),
                Integer.toString(plain),
                Integer.toString(tls)),
            plain,
            tls);
  }

  @Override
  public List<Site> sites() {
    return List.of(
        Site.keeping("go", "Go net/http, HTTP/1.1", "http", plain),
        Site.keeping("go-http2", "Go net/http, TLS, HTTP/2", "https", tls));
  }

  /** Ends its servers in good order, and goes on with new ones on the same sockets. */
  @Override
  public void reload() {
    daemon.signal("HUP");
    reloads++;
    // Each of the two servers says so.
    daemon.awaitSaid("reloaded", 2L * reloads);
  }

  /** A server that is shut down closes a connection after having read a request from it. */
  @Override
  public boolean dropsNewRequests() {
    return true;
  }

  @Override
  public void close() {
    daemon.close();
  }
}
