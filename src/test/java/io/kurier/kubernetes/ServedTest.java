package io.kurier.kubernetes;

import static io.kurier.support.Management.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kurier.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether the service has what manifests, alerts, dashboard and runbooks take for granted. */
@QuarkusTest
class ServedTest {

  private static final Pattern SERIES =
      Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*?)\\})? \\S+(?: # .*)?$");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern METRIC = Pattern.compile("`(kurier_[a-z_]+|sql_[a-z_]+)`");

  /** Where the monitor allows it OpenMetrics alone. */
  private static final String AS_PROMETHEUS_ASKS =
      "application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1";

  /** Those that Prometheus puts beside the service's own. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("job", "namespace", "pod");

  @Test
  void everyProbeIsAnsweredOnItsPort() throws IOException, ReflectiveOperationException {
    int served = defaultPort("quarkus.management.port=", ManagementConfig.class);
    int open = defaultPort("quarkus.http.port=", VertxHttpConfig.class);
    for (String name : Overlay.ALL) {
      Container container = kurier(name);
      Map<String, Integer> ports = new HashMap<>();
      container.getPorts().forEach(port -> ports.put(port.getName(), port.getContainerPort()));
      assertEquals(Map.of("http", open, "management", served), ports);
      List<Probe> probes =
          List.of(
              container.getStartupProbe(),
              container.getReadinessProbe(),
              container.getLivenessProbe());
      assertEquals(
          List.of("/q/health/started", "/q/health/ready", "/q/health/live"),
          probes.stream().map(probe -> probe.getHttpGet().getPath()).toList());
      for (Probe probe : probes) {
        assertEquals(served, ports.get(probe.getHttpGet().getPort().getStrVal()));
        given().get(probe.getHttpGet().getPath()).then().statusCode(200);
      }
    }
  }

  /** Tests have other ports. */
  private static int defaultPort(String setting, Class<?> config)
      throws IOException, ReflectiveOperationException {
    String properties =
        Files.readString(Path.of("src", "main", "resources", "application.properties"));
    assertFalse(properties.contains(setting), "then that is the port");
    String port = config.getMethod("port").getAnnotation(WithDefault.class).value();
    return Integer.parseInt(port);
  }

  @Test
  void theMonitorScrapesWhatIsServed() {
    var monitor = Overlay.of("production").the(ServiceMonitor.class).getSpec();
    assertEquals(List.of("OpenMetricsText1.0.0"), monitor.getScrapeProtocols());
    monitor
        .getEndpoints()
        .forEach(
            endpoint ->
                given()
                    .accept(AS_PROMETHEUS_ASKS)
                    .get(endpoint.getPath())
                    .then()
                    .statusCode(200)
                    .contentType(startsWith("application/openmetrics-text")));
  }

  /** A metric that is registered late would be missed by whoever asks whether it is absent. */
  @Test
  void everyMetricThatIsAskedForIsExported() throws IOException {
    new Api().post("{\"type\": \"contact_added\"}").then().statusCode(202);
    // The cluster's work is estimated every 15 s.
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> scrape().containsKey("kurier_open_deliveries"));
    Map<String, List<Map<String, String>>> scraped = scrape();

    Set<String> wrong = new TreeSet<>();
    Stream.concat(Alerts.expressions().stream(), Dashboard.expressions().stream())
        .flatMap(expression -> PromQl.parse(expression).selectors().stream())
        .forEach(selector -> fault(selector, scraped).forEach(wrong::add));
    metricsOfTheAutoscaler().forEach(metric -> present(metric, scraped).forEach(wrong::add));
    for (String page : List.of("runbooks.md", "operations.md", "guarantees.md")) {
      metricsOf(Path.of("docs", page))
          .forEach(metric -> present(metric, scraped).forEach(wrong::add));
    }
    assertEquals(Set.of(), wrong);
  }

  private static Stream<String> fault(
      PromQl.Selector selector, Map<String, List<Map<String, String>>> scraped) {
    List<Map<String, String>> series = scraped.get(selector.metric());
    if (series == null) {
      return Stream.of(selector.metric() + " is not exported");
    }
    return selector.conditions().stream()
        .filter(condition -> !OF_THE_SCRAPE.contains(condition.label()))
        .filter(condition -> series.stream().noneMatch(labels -> meets(labels, condition)))
        .map(condition -> selector.metric() + " has no " + condition);
  }

  /** Of values that are named one by one each must be there; others only their label. */
  private static boolean meets(Map<String, String> labels, PromQl.Condition condition) {
    String value = labels.get(condition.label());
    return value != null && (!condition.operator().equals("=") || value.equals(condition.value()));
  }

  private static Stream<String> present(
      String metric, Map<String, List<Map<String, String>>> scraped) {
    boolean isThere =
        Stream.of("", "_bucket", "_total").anyMatch(end -> scraped.containsKey(metric + end));
    return isThere ? Stream.empty() : Stream.of(metric + " is not exported");
  }

  private static Set<String> metricsOfTheAutoscaler() {
    Set<String> metrics = new HashSet<>();
    Overlay.of("production")
        .the(HorizontalPodAutoscaler.class)
        .getSpec()
        .getMetrics()
        .forEach(
            metric -> {
              if (metric.getPods() != null) {
                metrics.add(metric.getPods().getMetric().getName());
              }
            });
    assertEquals(Set.of("kurier_buffered_deliveries"), metrics);
    return metrics;
  }

  private static Set<String> metricsOf(Path page) throws IOException {
    Set<String> metrics = new HashSet<>();
    Matcher matcher = METRIC.matcher(Files.readString(page));
    while (matcher.find()) {
      metrics.add(matcher.group(1));
    }
    assertFalse(metrics.isEmpty(), page + " names no metric");
    return metrics;
  }

  /** The labels of each series, by metric. */
  private static Map<String, List<Map<String, String>>> scrape() {
    Map<String, List<Map<String, String>>> series = new HashMap<>();
    given()
        .accept(AS_PROMETHEUS_ASKS)
        .get("/q/metrics")
        .asString()
        .lines()
        .map(SERIES::matcher)
        .filter(Matcher::matches)
        .forEach(
            matcher ->
                series.merge(
                    matcher.group(1), List.of(labels(matcher.group(2))), ServedTest::both));
    assertTrue(series.containsKey("jvm_memory_used_bytes"), "that was no scrape");
    return series;
  }

  private static <T> List<T> both(List<T> some, List<T> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static Map<String, String> labels(@Nullable String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher matcher = LABEL.matcher(text == null ? "" : text);
    while (matcher.find()) {
      labels.put(matcher.group(1), matcher.group(2));
    }
    return labels;
  }

  private static Container kurier(String overlay) {
    return Overlay.of(overlay)
        .the(Deployment.class)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst();
  }
}
