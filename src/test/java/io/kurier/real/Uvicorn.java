package io.kurier.real;

import static org.awaitility.Awaitility.await;

import io.kurier.support.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** uvicorn with two workers, plain and over TLS. */
final class Uvicorn implements Software {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int plain = FreePort.find();
  private final int tls = FreePort.find();
  private final List<Daemon> daemons = new ArrayList<>();

  Uvicorn(Bench bench) throws Missing {
    String python = Bench.installed("python3");
    Path packages = Packages.pip(python, "uvicorn", "uvicorn==0.54.0");
    Path directory = bench.directory("uvicorn");
    Map<String, String> environment =
        Map.of(
            "PYTHONPATH", packages.toString(),
            "ARRIVALS", bench.arrivals().file(directory).toString());
    List<String> command =
        List.of(
            python,
            "-m",
            "uvicorn",
            "--app-dir",
            Bench.source("python").toString(),
            "--workers",
            "2",
            "--log-level",
            "warning",
            "--no-access-log",
            "--timeout-keep-alive",
            Integer.toString(Bench.IDLE_SECONDS),
            "asgi:app",
            "--port");
    List<String> plainCommand = new ArrayList<>(command);
    plainCommand.add(Integer.toString(plain));
    List<String> tlsCommand = new ArrayList<>(command);
    tlsCommand.addAll(
        List.of(
            Integer.toString(tls),
            "--ssl-keyfile",
            bench.pem().key().toString(),
            "--ssl-certfile",
            bench.pem().certificate().toString()));
    daemons.add(Daemon.start(directory, environment, plainCommand, plain));
    daemons.add(Daemon.start(bench.directory("uvicorn-tls"), environment, tlsCommand, tls));
  }

  @Override
  public List<Site> sites() {
    return List.of(
        Site.keeping("uvicorn", "uvicorn, HTTP/1.1", "http", plain),
        Site.keeping("uvicorn-tls", "uvicorn, TLS, HTTP/1.1", "https", tls));
  }

  /** Its workers are replaced, one after the other. */
  @Override
  public void reload() {
    for (Daemon daemon : daemons) {
      List<ProcessHandle> workers = daemon.children("spawn_main");
      daemon.signal("HUP");
      await().atMost(PATIENCE).until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  /** A worker that ends closes connections whose first request it has not begun to read. */
  @Override
  public boolean dropsNewRequests() {
    return true;
  }

  @Override
  public void close() {
    daemons.forEach(Daemon::close);
  }
}
