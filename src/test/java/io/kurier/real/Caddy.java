package io.kurier.real;

import io.kurier.support.FreePort;
import io.kurier.support.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Caddy in front of a slow application. */
final class Caddy implements Software {

  private static final String CONFIGURATION =
      """
      {
        admin 127.0.0.1:%admin%
        auto_https off
        grace_period 20s
        servers {
          protocols h1 h2
          timeouts {
            idle %idle%s
          }
        }
      }
      (application) {
        reverse_proxy 127.0.0.1:%backend% {
          header_up %header% {http.request.remote.port}
        }
      }
      http://127.0.0.1:%plain% {
        import application
      }
      https://127.0.0.1:%tls% {
        tls %certificate% %key%
        import application
      }
      """;

  private final int plain = FreePort.find();
  private final int tls = FreePort.find();
  private final int admin = FreePort.find();
  private final String program;
  private final Path directory;
  private final Path configuration;
  private final Daemon daemon;

  Caddy(Bench bench) throws Missing {
    program = Bench.debian("caddy").resolve("usr/bin/caddy").toString();
    directory = bench.directory("caddy");
    configuration =
        Bench.write(
            directory.resolve("Caddyfile"),
            CONFIGURATION,
            Map.of(
                "idle",
                Bench.IDLE_SECONDS,
                "admin",
                admin,
                "certificate",
                bench.pem().certificate(),
                "key",
                bench.pem().key(),
                "backend",
                bench.backend(),
                "plain",
                plain,
                "tls",
                tls,
                "header",
                Bench.CONNECTION));
    daemon =
        Daemon.start(
            directory,
            Map.of(
                "HOME", directory.toString(),
                "XDG_CONFIG_HOME", directory.toString(),
                "XDG_DATA_HOME", directory.toString()),
            List.of(program, "run", "--adapter", "caddyfile", "--config", configuration.toString()),
            plain,
            tls);
  }

  @Override
  public List<Site> sites() {
    return List.of(
        Site.keeping("caddy", "Caddy, HTTP/1.1", "http", plain),
        Site.keeping("caddy-http2", "Caddy, TLS, HTTP/2", "https", tls));
  }

  /** {@code systemctl reload caddy}. */
  @Override
  public void reload() {
    if (!Program.succeeds(
        directory,
        List.of(
            program,
            "reload",
            "--force",
            "--adapter",
            "caddyfile",
            "--address",
            "127.0.0.1:" + admin,
            "--config",
            configuration.toString()))) {
      throw new AssertionError("Caddy was not reloaded");
    }
  }

  /** It is made with Go's server, which closes a connection after having read a request from it. */
  @Override
  public boolean dropsNewRequests() {
    return true;
  }

  @Override
  public void close() {
    daemon.close();
  }
}
