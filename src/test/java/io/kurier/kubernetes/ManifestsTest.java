package io.kurier.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the manifests are such as the API server would take, and fit together. */
class ManifestsTest {

  /** From SIGTERM to the end (design section 5). */
  private static final long LONGEST_STOP_SECONDS = 38;

  /** Each node's pool, its heartbeat and its listener. */
  private static final int CONNECTIONS_OF_A_NODE = 20 + 2;

  /** Flyway's, of the one node that migrates. */
  private static final int CONNECTIONS_TO_MIGRATE = 2;

  /** What PostgreSQL keeps for superusers, and then for the operator. */
  private static final int CONNECTIONS_OF_OTHERS = 3 + 10;

  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Z_]+)\\)");

  /** What CloudNativePG makes for a Cluster: docs/src/applications.md and certificates.md there. */
  private static final Map<String, Set<String>> SECRETS_OF_A_CLUSTER =
      Map.of("-app", Set.of("username", "password"), "-ca", Set.of("ca.crt"));

  private static final Set<String> SETTINGS = settings();

  static Stream<Overlay> overlays() {
    return Overlay.all();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyResourceIsOfItsType(Overlay overlay) {
    Set<String> names = new HashSet<>();
    for (JsonNode document : overlay.documents()) {
      Strict.read(document, Kinds.of(document));
      String name = document.path("kind").asText() + "/" + document.at("/metadata/name").asText();
      assertTrue(names.add(name), name + " stands twice");
    }
    assertTrue(names.contains("Deployment/kurier"), names.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: apps/v1, kind: Deployment, spec: {replica: 1}}",
        "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: '1'}}",
        "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{env: [{name: A,"
            + " value: 1}]}]}}}}",
        "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{env: [{name: A,"
            + " value: true}]}]}}}}",
        "{apiVersion: v1, kind: ConfigMap, data: {a: 1}}",
        "{apiVersion: v1, kind: Service, spec: {ports: {name: http}}}",
        "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, spec: {metrics: [{type: Pods, pod:"
            + " {}}]}}",
        "{apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule, spec: {groups: [{name: a, rules:"
            + " [{alert: A, expression: b}]}]}}",
        "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a}, spec: {}}",
        "{apiVersion: apps/v2, kind: Deployment}"
      })
  void whatTheApiServerWouldRefuseIsRefused(String wrong) {
    JsonNode document = Overlay.read(wrong).getFirst();
    assertThrows(AssertionError.class, () -> Strict.read(document, Kinds.of(document)));
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everythingIsInANamespaceThatAllowsOnlyRestrictedPods(Overlay overlay) {
    Namespace namespace = overlay.the(Namespace.class);
    assertEquals(
        "restricted",
        namespace.getMetadata().getLabels().get("pod-security.kubernetes.io/enforce"));
    for (JsonNode document : overlay.documents()) {
      if (!document.path("kind").asText().equals("Namespace")) {
        assertEquals(
            namespace.getMetadata().getName(),
            document.at("/metadata/namespace").asText(),
            document.at("/metadata/name").asText());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyPodIsRestricted(Overlay overlay) {
    for (PodTemplateSpec pod : pods(overlay)) {
      var ofPod = pod.getSpec().getSecurityContext();
      assertEquals(true, ofPod.getRunAsNonRoot());
      assertEquals("RuntimeDefault", ofPod.getSeccompProfile().getType());
      assertEquals(false, pod.getSpec().getAutomountServiceAccountToken());
      for (Container container : pod.getSpec().getContainers()) {
        var context = container.getSecurityContext();
        assertEquals(false, context.getAllowPrivilegeEscalation());
        assertEquals(true, context.getReadOnlyRootFilesystem());
        assertEquals(List.of("ALL"), context.getCapabilities().getDrop());
        assertTrue(container.getResources().getLimits().containsKey("memory"));
        assertTrue(
            container.getResources().getRequests().keySet().containsAll(Set.of("cpu", "memory")));
        assertTrue(
            container.getImage().matches(".+/.+:[0-9][^:]*"),
            container.getImage() + " has no number, or no name");
      }
    }
    overlay
        .all(ServiceAccount.class)
        .forEach(account -> assertEquals(false, account.getAutomountServiceAccountToken()));
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void theNameOfTheImageIsFilledInInOnePlace(Overlay overlay) {
    assertTrue(
        kurier(overlay).getImage().startsWith("registry.example.com/"), "left for who deploys");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void aPodHasTheTimeThatStoppingTakes(Overlay overlay) {
    var spec = overlay.the(Deployment.class).getSpec().getTemplate().getSpec();
    long preStop = kurier(overlay).getLifecycle().getPreStop().getSleep().getSeconds();
    assertTrue(spec.getTerminationGracePeriodSeconds() >= preStop + LONGEST_STOP_SECONDS);
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void aNewPodComesBeforeAnOldOneGoes(Overlay overlay) {
    var update = overlay.the(Deployment.class).getSpec().getStrategy().getRollingUpdate();
    assertEquals(0, update.getMaxUnavailable().getIntVal());
    assertEquals(1, update.getMaxSurge().getIntVal());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void thePodsConnectionsFitIntoTheDatabase(Overlay overlay) {
    int most = mostPods(overlay) + 1;
    int room =
        overlay.all(CloudNativePg.Cluster.class).stream()
            .map(cluster -> cluster.spec().postgresql().parameters().get("max_connections"))
            .mapToInt(Integer::parseInt)
            .findAny()
            .orElse(100);
    assertTrue(
        most * CONNECTIONS_OF_A_NODE + CONNECTIONS_TO_MIGRATE <= room - CONNECTIONS_OF_OTHERS,
        most + " pods are too many for " + room + " connections");
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyEnvironmentVariableIsASetting(Overlay overlay) {
    Set<String> parts = new HashSet<>();
    for (EnvVar variable : kurier(overlay).getEnv()) {
      if (variable.getValue() != null) {
        Matcher references = REFERENCE.matcher(variable.getValue());
        while (references.find()) {
          // Kubernetes fills in only what was named before.
          assertTrue(
              parts.contains(references.group(1)),
              references.group(1) + " is not named before " + variable.getName());
        }
      }
      parts.add(variable.getName());
      if (!variable.getName().startsWith("DATABASE_")) {
        assertTrue(SETTINGS.contains(variable.getName()), variable.getName() + " is no setting");
      }
    }
    assertTrue(parts.containsAll(Set.of("KURIER_DATABASE_URL", "KURIER_SECRETS_KEY")));
    for (EnvFromSource source : kurier(overlay).getEnvFrom()) {
      ConfigMap map = named(overlay.all(ConfigMap.class), source.getConfigMapRef().getName());
      map.getData()
          .keySet()
          .forEach(name -> assertTrue(SETTINGS.contains(name), name + " is no setting"));
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everySecretThatIsAskedForIsMadeWithThatKey(Overlay overlay) {
    Set<String> made = madeSecrets(overlay);
    for (PodTemplateSpec pod : pods(overlay)) {
      for (Container container : pod.getSpec().getContainers()) {
        for (EnvVar variable : container.getEnv()) {
          if (variable.getValueFrom() != null) {
            SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
            String asked = key.getName() + "/" + key.getKey();
            assertTrue(made.contains(asked), asked + " is none of " + made);
          }
        }
      }
      for (var volume : pod.getSpec().getVolumes()) {
        if (volume.getSecret() != null) {
          for (var item : volume.getSecret().getItems()) {
            String asked = volume.getSecret().getSecretName() + "/" + item.getKey();
            assertTrue(made.contains(asked), asked + " is none of " + made);
          }
        }
      }
    }
    for (CloudNativePg.ObjectStore store : overlay.all(CloudNativePg.ObjectStore.class)) {
      var credentials = store.spec().configuration().s3Credentials();
      for (var key : List.of(credentials.accessKeyId(), credentials.secretAccessKey())) {
        assertTrue(made.contains(key.name() + "/" + key.key()), key + " is none of " + made);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everySelectorFindsWhatItIsFor(Overlay overlay) {
    List<Map<String, String>> pods = podLabels(overlay);
    Deployment deployment = overlay.the(Deployment.class);
    assertFinds(deployment.getSpec().getSelector(), List.of(labels(deployment)));
    deployment
        .getSpec()
        .getTemplate()
        .getSpec()
        .getTopologySpreadConstraints()
        .forEach(spread -> assertFinds(spread.getLabelSelector(), List.of(labels(deployment))));
    for (StatefulSet set : overlay.all(StatefulSet.class)) {
      Map<String, String> labels = set.getSpec().getTemplate().getMetadata().getLabels();
      assertFinds(set.getSpec().getSelector(), List.of(labels));
      named(overlay.all(Service.class), set.getSpec().getServiceName());
    }
    for (PodDisruptionBudget budget : overlay.all(PodDisruptionBudget.class)) {
      assertFinds(budget.getSpec().getSelector(), pods);
    }
    for (NetworkPolicy policy : overlay.all(NetworkPolicy.class)) {
      assertFinds(policy.getSpec().getPodSelector(), pods);
      policy
          .getSpec()
          .getIngress()
          .forEach(
              rule ->
                  rule.getFrom().stream()
                      // Those of other namespaces are not ours to list.
                      .filter(peer -> peer.getNamespaceSelector() == null)
                      .forEach(peer -> assertFinds(peer.getPodSelector(), pods)));
      policy
          .getSpec()
          .getEgress()
          .forEach(
              rule ->
                  rule.getTo().stream()
                      .filter(peer -> peer.getPodSelector() != null)
                      .forEach(peer -> assertFinds(peer.getPodSelector(), pods)));
    }
    for (Service service : overlay.all(Service.class)) {
      assertFinds(new LabelSelector(List.of(), service.getSpec().getSelector()), pods);
    }
    for (ServiceMonitor monitor : overlay.all(ServiceMonitor.class)) {
      assertFinds(
          monitor.getSpec().getSelector(),
          overlay.all(Service.class).stream().map(each -> each.getMetadata().getLabels()).toList());
    }
    for (HorizontalPodAutoscaler scaler : overlay.all(HorizontalPodAutoscaler.class)) {
      assertEquals(
          deployment.getMetadata().getName(), scaler.getSpec().getScaleTargetRef().getName());
    }
    named(
        overlay.all(ServiceAccount.class),
        deployment.getSpec().getTemplate().getSpec().getServiceAccountName());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void everyPortThatIsNamedIsOpened(Overlay overlay) {
    for (Service service : overlay.all(Service.class)) {
      Set<String> opened = new HashSet<>();
      pods(overlay).stream()
          .filter(
              pod ->
                  pod.getMetadata()
                      .getLabels()
                      .entrySet()
                      .containsAll(service.getSpec().getSelector().entrySet()))
          .flatMap(pod -> pod.getSpec().getContainers().stream())
          .forEach(container -> container.getPorts().forEach(port -> opened.add(port.getName())));
      service
          .getSpec()
          .getPorts()
          .forEach(port -> assertTrue(opened.contains(port.getTargetPort().getStrVal())));
    }
    Set<String> ofPods = new HashSet<>();
    pods(overlay)
        .forEach(
            pod ->
                pod.getSpec()
                    .getContainers()
                    .forEach(each -> each.getPorts().forEach(port -> ofPods.add(port.getName()))));
    for (NetworkPolicy policy : overlay.all(NetworkPolicy.class)) {
      policy
          .getSpec()
          .getIngress()
          .forEach(
              rule ->
                  rule.getPorts().stream()
                      .map(port -> port.getPort().getStrVal())
                      // The operator's pods have no names for theirs.
                      .filter(Objects::nonNull)
                      .forEach(name -> assertTrue(ofPods.contains(name))));
    }
    for (ServiceMonitor monitor : overlay.all(ServiceMonitor.class)) {
      Service service = named(overlay.all(Service.class), "kurier");
      monitor
          .getSpec()
          .getEndpoints()
          .forEach(
              endpoint ->
                  assertTrue(
                      service.getSpec().getPorts().stream()
                          .anyMatch(port -> port.getName().equals(endpoint.getPort()))));
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void theWorldSeesNeitherHealthNorMetrics(Overlay overlay) {
    for (Ingress ingress : overlay.all(Ingress.class)) {
      Set<String> hosts = new TreeSet<>();
      ingress.getSpec().getTls().forEach(tls -> hosts.addAll(tls.getHosts()));
      for (var rule : ingress.getSpec().getRules()) {
        assertTrue(hosts.contains(rule.getHost()), rule.getHost() + " has no certificate");
        for (var path : rule.getHttp().getPaths()) {
          var backend = path.getBackend().getService();
          assertEquals("http", backend.getPort().getName(), path.getPath());
          assertTrue(
              named(overlay.all(Service.class), backend.getName()).getSpec().getPorts().stream()
                  .anyMatch(port -> port.getName().equals(backend.getPort().getName())));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void onlyPrometheusReachesTheManagementPort(Overlay overlay) {
    List<NetworkPolicyPeer> peers = new ArrayList<>();
    for (NetworkPolicy policy : overlay.all(NetworkPolicy.class)) {
      for (var rule : policy.getSpec().getIngress()) {
        assertFalse(rule.getPorts().isEmpty(), "that would be every port");
        if (rule.getPorts().stream()
            .anyMatch(port -> "management".equals(port.getPort().getStrVal()))) {
          assertFalse(rule.getFrom().isEmpty(), "that would be everybody");
          peers.addAll(rule.getFrom());
        }
      }
    }
    assertEquals(
        List.of(Map.of("app.kubernetes.io/name", "prometheus")),
        peers.stream().map(peer -> peer.getPodSelector().getMatchLabels()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = "production")
  void inProductionThereAreThreePodsAndThreeDatabasesOverZones(String name) {
    Overlay overlay = Overlay.of(name);
    assertTrue(overlay.the(HorizontalPodAutoscaler.class).getSpec().getMinReplicas() >= 3);
    assertTrue(
        overlay
            .the(Deployment.class)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getTopologySpreadConstraints()
            .stream()
            .anyMatch(spread -> spread.getTopologyKey().equals("topology.kubernetes.io/zone")));
    CloudNativePg.Cluster cluster = overlay.the(CloudNativePg.Cluster.class);
    assertEquals(3, cluster.spec().instances());
    assertEquals("topology.kubernetes.io/zone", cluster.spec().affinity().topologyKey());
    // A 202 means kept, after a failover too.
    assertEquals(
        CloudNativePg.Durability.required,
        cluster.spec().postgresql().synchronous().dataDurability());
    CloudNativePg.ScheduledBackup backup = overlay.the(CloudNativePg.ScheduledBackup.class);
    assertEquals(cluster.metadata().getName(), backup.spec().cluster().name());
    assertEquals(6, backup.spec().schedule().split(" ", -1).length, "seconds come first");
    var archiver = cluster.spec().plugins().getFirst();
    assertTrue(archiver.isWALArchiver());
    assertEquals(archiver.name(), backup.spec().pluginConfiguration().name());
    assertEquals(
        overlay.the(CloudNativePg.ObjectStore.class).metadata().getName(),
        archiver.parameters().get("barmanObjectName"));
    Map<String, String> url = new HashMap<>();
    kurier(overlay).getEnv().forEach(each -> url.put(each.getName(), each.getValue()));
    String database = url.get("KURIER_DATABASE_URL");
    assertNotNull(database);
    assertTrue(
        database.contains(
            "@"
                + cluster.metadata().getName()
                + "-rw:5432/"
                + cluster.spec().bootstrap().initdb().database()
                + "?"));
    assertTrue(
        kurier(overlay).getVolumeMounts().stream()
            .anyMatch(
                mount -> database.endsWith("sslrootcert=" + mount.getMountPath() + "/ca.crt")));
  }

  private static Container kurier(Overlay overlay) {
    return overlay
        .the(Deployment.class)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst();
  }

  private static List<PodTemplateSpec> pods(Overlay overlay) {
    List<PodTemplateSpec> pods = new ArrayList<>();
    overlay.all(Deployment.class).forEach(each -> pods.add(each.getSpec().getTemplate()));
    overlay.all(StatefulSet.class).forEach(each -> pods.add(each.getSpec().getTemplate()));
    return pods;
  }

  private static List<Map<String, String>> podLabels(Overlay overlay) {
    List<Map<String, String>> labels = new ArrayList<>();
    pods(overlay).forEach(pod -> labels.add(pod.getMetadata().getLabels()));
    overlay
        .all(CloudNativePg.Cluster.class)
        .forEach(each -> labels.add(Map.of("cnpg.io/cluster", each.metadata().getName())));
    return labels;
  }

  private static Map<String, String> labels(Deployment deployment) {
    return deployment.getSpec().getTemplate().getMetadata().getLabels();
  }

  private static void assertFinds(LabelSelector selector, List<Map<String, String>> labels) {
    assertTrue(selector.getMatchExpressions().isEmpty(), "this test knows no expressions");
    assertFalse(selector.getMatchLabels().isEmpty(), "it would find all");
    assertTrue(
        labels.stream()
            .anyMatch(each -> each.entrySet().containsAll(selector.getMatchLabels().entrySet())),
        selector.getMatchLabels() + " finds none of " + labels);
  }

  private static <T extends HasMetadata> T named(List<T> all, String name) {
    return all.stream()
        .filter(each -> each.getMetadata().getName().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError(name + " is not there"));
  }

  private static Set<String> madeSecrets(Overlay overlay) {
    Set<String> made = new TreeSet<>();
    overlay
        .all(Secret.class)
        .forEach(
            secret ->
                secret
                    .getData()
                    .keySet()
                    .forEach(key -> made.add(secret.getMetadata().getName() + "/" + key)));
    overlay
        .all(ExternalSecret.class)
        .forEach(
            secret ->
                secret
                    .spec()
                    .data()
                    .forEach(
                        datum ->
                            made.add(secret.spec().target().name() + "/" + datum.secretKey())));
    overlay
        .all(CloudNativePg.Cluster.class)
        .forEach(
            cluster ->
                SECRETS_OF_A_CLUSTER.forEach(
                    (suffix, keys) ->
                        keys.forEach(
                            key -> made.add(cluster.metadata().getName() + suffix + "/" + key))));
    return made;
  }

  private static int mostPods(Overlay overlay) {
    List<HorizontalPodAutoscaler> scalers = overlay.all(HorizontalPodAutoscaler.class);
    return scalers.isEmpty()
        ? overlay.the(Deployment.class).getSpec().getReplicas()
        : scalers.getFirst().getSpec().getMaxReplicas();
  }

  /** The names in the environment of everything that a {@code ConfigMapping} reads. */
  private static Set<String> settings() {
    Set<String> names = new HashSet<>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kurier")
            .stream()
            .filter(each -> each.isAnnotatedWith(ConfigMapping.class))
            .map(each -> ConfigMappings.ConfigClass.configClass(each.reflect()))
            .flatMap(each -> ConfigMappings.getProperties(each).keySet().stream())
            .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
            .forEach(names::add);
    assertTrue(names.contains("KURIER_ADMIN_KEY"), names.toString());
    return names;
  }
}
