package io.kurier.real;

import io.kurier.support.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** nginx in front of a slow application, as its packages set it up, but for short lives. */
final class Nginx implements Software {

  private static final String CONFIGURATION =
      """
      user root;
      worker_processes 2;
      pid %directory%/pid;
      error_log %directory%/error.log;
      events { worker_connections 512; }
      http {
        access_log off;
        client_body_temp_path %directory%/body;
        proxy_temp_path %directory%/proxy;
        fastcgi_temp_path %directory%/fastcgi;
        uwsgi_temp_path %directory%/uwsgi;
        scgi_temp_path %directory%/scgi;
        keepalive_timeout %idle%s;
        keepalive_requests %requests%;
        ssl_certificate %certificate%;
        ssl_certificate_key %key%;
        upstream application { server 127.0.0.1:%backend%; keepalive 16; }
        server {
          listen 127.0.0.1:%plain%;
          listen 127.0.0.1:%tls% ssl;
          listen 127.0.0.1:%http2% ssl http2;
          location / {
            proxy_pass http://application;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header %header% $remote_port;
          }
        }
      }
      """;

  private final int plain = FreePort.find();
  private final int tls = FreePort.find();
  private final int http2 = FreePort.find();
  private final Daemon daemon;

  Nginx(Bench bench) throws Missing {
    Path unpacked = Bench.debian("nginx");
    Path directory = bench.directory("nginx");
    Path configuration =
        Bench.write(
            directory.resolve("nginx.conf"),
            CONFIGURATION,
            Map.of(
                "directory",
                directory,
                "idle",
                Bench.IDLE_SECONDS,
                "requests",
                Bench.REQUESTS_PER_CONNECTION,
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
                "http2",
                http2,
                "header",
                Bench.CONNECTION));
    daemon =
        Daemon.start(
            directory,
            Bench.libraries(unpacked),
            List.of(
                unpacked.resolve("usr/sbin/nginx").toString(),
                "-e",
                directory.resolve("error.log").toString(),
                "-g",
                "daemon off;",
                "-c",
                configuration.toString()),
            plain,
            tls,
            http2);
  }

  @Override
  public List<Site> sites() {
    return List.of(
        Site.keeping("nginx", "nginx, HTTP/1.1", "http", plain),
        Site.keeping("nginx-tls", "nginx, TLS, HTTP/1.1", "https", tls),
        Site.keeping("nginx-http2", "nginx, TLS, HTTP/2", "https", http2));
  }

  /** {@code nginx -s reload}. */
  @Override
  public void reload() {
    daemon.signal("HUP");
  }

  @Override
  public void close() {
    daemon.close();
  }
}
