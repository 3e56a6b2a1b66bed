package io.kurier.real;

import io.kurier.support.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Apache with PHP, as a module, and as processes of its own that are asked over FastCGI. */
final class Apache implements Software {

  private static final String COMMON =
      """
      ServerName 127.0.0.1
      ServerRoot %directory%
      PidFile %directory%/pid
      ErrorLog %directory%/error.log
      DefaultRuntimeDir %directory%
      User nobody
      Group nogroup
      DocumentRoot %directory%
      <Directory %directory%>
        Require all granted
      </Directory>
      AliasMatch ^/ %directory%/webhook.php
      KeepAlive On
      KeepAliveTimeout %idle%
      MaxKeepAliveRequests %requests%
      """;

  private static final String MODULE =
      COMMON
          + """
          Listen 127.0.0.1:%plain%
          StartServers 8
          MaxRequestWorkers 32
          PHPIniDir %directory%
          SetHandler application/x-httpd-php
          """;

  private static final String FAST_CGI =
      COMMON
          + """
          Listen 127.0.0.1:%plain%
          Listen 127.0.0.1:%tls%
          Listen 127.0.0.1:%http2%
          SetHandler "proxy:fcgi://127.0.0.1:%pool%"
          SSLCertificateFile %certificate%
          SSLCertificateKeyFile %key%
          <VirtualHost 127.0.0.1:%tls%>
            SSLEngine on
          </VirtualHost>
          <VirtualHost 127.0.0.1:%http2%>
            SSLEngine on
            Protocols h2 http/1.1
          </VirtualHost>
          """;

  private static final String POOL =
      """
      [global]
      error_log = %directory%/error.log
      daemonize = no
      process_control_timeout = 10s
      [webhooks]
      listen = 127.0.0.1:%port%
      pm = static
      pm.max_children = 16
      clear_env = no
      """;

  private final int module = FreePort.find();
  private final int plain = FreePort.find();
  private final int tls = FreePort.find();
  private final int http2 = FreePort.find();
  private final List<Daemon> servers = new ArrayList<>();
  private final Daemon pool;

  Apache(Bench bench) throws Missing {
    Path module = Bench.debian("apache2-bin", "libapache2-mod-php8.2");
    Path fastCgi = Bench.debian("apache2-bin", "php8.2-fpm");
    Path directory = bench.directory("php");
    Map<String, String> environment =
        Map.of("ARRIVALS", bench.arrivals().file(directory).toString());
    int port = FreePort.find();
    pool = startPool(fastCgi, directory, environment, port);
    servers.add(
        start(
            module,
            bench.directory("apache-module"),
            environment,
            List.of("mpm_prefork", "php"),
            MODULE,
            Map.of("plain", this.module),
            this.module));
    servers.add(
        start(
            fastCgi,
            bench.directory("apache-fastcgi"),
            environment,
            List.of("mpm_event", "proxy", "proxy_fcgi", "ssl", "http2"),
            FAST_CGI,
            Map.of(
                "plain", plain,
                "tls", tls,
                "http2", http2,
                "pool", port,
                "certificate", bench.pem().certificate(),
                "key", bench.pem().key()),
            plain,
            tls,
            http2));
  }

  private static Daemon startPool(
      Path unpacked, Path directory, Map<String, String> environment, int port) {
    Path configuration =
        Bench.write(
            directory.resolve("php-fpm.conf"), POOL, Map.of("directory", directory, "port", port));
    List<String> command =
        new ArrayList<>(
            List.of(
                unpacked.resolve("usr/sbin/php-fpm8.2").toString(),
                "--no-php-ini",
                "--nodaemonize",
                "--fpm-config",
                configuration.toString()));
    if (Bench.isRoot()) {
      command.add("--allow-to-run-as-root");
    }
    return Daemon.start(directory, both(environment, Bench.libraries(unpacked)), command, port);
  }

  private static Daemon start(
      Path unpacked,
      Path directory,
      Map<String, String> environment,
      List<String> modules,
      String configuration,
      Map<String, Object> values,
      int... ports) {
    Bench.copy(Bench.source("php/webhook.php"), directory.resolve("webhook.php"));
    Map<String, Object> all = new HashMap<>(values);
    all.put("directory", directory);
    all.put("idle", Bench.IDLE_SECONDS);
    all.put("requests", Bench.REQUESTS_PER_CONNECTION);
    Path folder = unpacked.resolve("usr/lib/apache2/modules");
    String loads =
        Stream.concat(Stream.of("authz_core", "alias"), modules.stream())
            .map(
                each ->
                    "LoadModule %s_module %s%n"
                        .formatted(
                            each,
                            folder.resolve(
                                each.equals("php") ? "libphp8.2.so" : "mod_" + each + ".so")))
            .collect(Collectors.joining());
    Path file = Bench.write(directory.resolve("apache2.conf"), loads + configuration, all);
    return Daemon.start(
        directory,
        both(environment, Bench.libraries(unpacked)),
        List.of(
            // It ends all processes of its group when it stops: not these tests too.
            "setsid",
            unpacked.resolve("usr/sbin/apache2").toString(),
            "-DFOREGROUND",
            "-f",
            file.toString()),
        ports);
  }

  private static Map<String, String> both(Map<String, String> some, Map<String, String> others) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(others);
    return all;
  }

  @Override
  public List<Site> sites() {
    return List.of(
        Site.keeping("php", "Apache, mod_php, HTTP/1.1", "http", module),
        Site.keeping("fpm", "Apache, php-fpm, HTTP/1.1", "http", plain),
        Site.keeping("fpm-tls", "Apache, php-fpm, TLS, HTTP/1.1", "https", tls),
        Site.keeping("fpm-http2", "Apache, php-fpm, TLS, HTTP/2", "https", http2));
  }

  /** {@code apachectl graceful}. */
  @Override
  public void reload() {
    servers.forEach(server -> server.signal("USR1"));
  }

  @Override
  public void close() {
    servers.forEach(Daemon::close);
    pool.close();
  }
}
