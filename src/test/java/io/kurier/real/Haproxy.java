package io.kurier.real;

import io.kurier.support.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** HAProxy in front of a slow application. */
final class Haproxy implements Software {

  private static final String CONFIGURATION =
      """
      global
        stats socket %directory%/socket level admin expose-fd listeners
        hard-stop-after 30s
      defaults
        mode http
        timeout connect 5s
        timeout client 30s
        timeout server 30s
        timeout http-keep-alive %idle%s
      frontend webhooks
        bind 127.0.0.1:%plain%
        bind 127.0.0.1:%tls% ssl crt %both% alpn http/1.1
        bind 127.0.0.1:%http2% ssl crt %both% alpn h2,http/1.1
        http-request set-header %header% %[src_port]
        default_backend application
      backend application
        server application 127.0.0.1:%backend%
      """;

  private final int plain = FreePort.find();
  private final int tls = FreePort.find();
  private final int http2 = FreePort.find();
  private final Daemon daemon;

  Haproxy(Bench bench) throws Missing {
    Path unpacked = Bench.debian("haproxy");
    Path directory = bench.directory("haproxy");
    Path configuration =
        Bench.write(
            directory.resolve("haproxy.cfg"),
            CONFIGURATION,
            Map.of(
                "directory",
                directory,
                "idle",
                Bench.IDLE_SECONDS,
                "both",
                bench.pem().both(),
                "backend",
                bench.backend(),
                "plain",
                plain,
                "tls",
                tls,
                "http2",
                http2,
                "header",
                Bench.CONNECTION));
    daemon =
        Daemon.start(
            directory,
            Bench.libraries(unpacked),
            List.of(
                unpacked.resolve("usr/sbin/haproxy").toString(),
                "-W",
                "-db",
                "-f",
                configuration.toString()),
            plain,
            tls,
            http2);
  }

  @Override
  public List<Site> sites() {
    return List.of(
        Site.keeping("haproxy", "HAProxy, HTTP/1.1", "http", plain),
        Site.keeping("haproxy-tls", "HAProxy, TLS, HTTP/1.1", "https", tls),
        Site.keeping("haproxy-http2", "HAProxy, TLS, HTTP/2", "https", http2));
  }

  /** {@code systemctl reload haproxy}. */
  @Override
  public void reload() {
    daemon.signal("USR2");
  }

  @Override
  public void close() {
    daemon.close();
  }
}
