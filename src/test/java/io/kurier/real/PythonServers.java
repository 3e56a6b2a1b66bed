package io.kurier.real;

import io.kurier.support.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Python's own server, which closes each connection unless it speaks HTTP/1.1. */
final class PythonServers implements Software {

  private final int old = FreePort.find();
  private final int keeping = FreePort.find();
  private final Daemon daemon;

  PythonServers(Bench bench) throws Missing {
    String python = Bench.installed("python3");
    Path directory = bench.directory("python");
    daemon =
        Daemon.start(
            directory,
            Map.of(),
            List.of(
                python,
                Bench.source("python/receivers.py").toString(),
                bench.arrivals().file(directory).toString(),
                Integer.toString(old),
                Integer.toString(keeping)),
            old,
            keeping);
  }

  @Override
  public List<Site> sites() {
    return List.of(
        new Site("python-1.0", "Python http.server, HTTP/1.0", "http", old, true),
        Site.keeping("python", "Python http.server, HTTP/1.1", "http", keeping));
  }

  /** It has no such thing. */
  @Override
  public void reload() {}

  @Override
  public void close() {
    daemon.close();
  }
}
