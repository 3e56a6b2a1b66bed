package io.kurier.real;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import io.kurier.support.FreePort;
import io.kurier.support.KeyStoreFile;
import io.kurier.support.NodeProcess;
import io.kurier.support.Receiver;
import io.kurier.support.ServerDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What producers are written with: whatever way it posts its events, each is taken, and arrives
 * byte for byte.
 */
class OrdinaryProducersIT {

  @RegisterExtension static final ServerDatabase DATABASE = new ServerDatabase();

  private static final Map<String, Producer> ALL = all();

  private interface Producer {
    List<Sent> post(Sink sink) throws Missing;
  }

  private static Map<String, Producer> all() {
    Map<String, Producer> all = new LinkedHashMap<>();
    all.put("curl", Curl::post);
    all.put("node", Scripts::node);
    all.put("python", Scripts::python);
    all.put("java", JavaProducers::post);
    return all;
  }

  @TestFactory
  Stream<DynamicTest> areTaken() throws Exception {
    KeyStoreFile keyStore = KeyStoreFile.make();
    KeyStoreFile.Pem pem = keyStore.pem();
    int securePort = FreePort.find();
    NodeProcess.Setup setup =
        NodeProcess.Setup.of(DATABASE.create("ordinary_producers"))
            .with("QUARKUS_HTTP_SSL_CERTIFICATE_FILES", pem.certificate().toString())
            .with("QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES", pem.key().toString())
            .with("QUARKUS_HTTP_SSL_PORT", Integer.toString(securePort));
    List<DynamicTest> tests = new ArrayList<>();
    try (Receiver receiver = Receiver.willing();
        NodeProcess node = NodeProcess.start(setup)) {
      node.createWebhook(receiver.url("/"), "");
      Sink sink =
          new Sink(
              node.uri("/v1/events").toString(),
              "https://127.0.0.1:" + securePort + "/v1/events",
              NodeProcess.KEY,
              pem.certificate(),
              keyStore);
      List<Sent> sent = new ArrayList<>();
      ALL.forEach(
          (name, producer) -> {
            try {
              sent.addAll(producer.post(sink));
            } catch (Missing missing) {
              tests.add(DynamicTest.dynamicTest(name, () -> abort(missing.toString())));
            } catch (RuntimeException | AssertionError e) {
              tests.add(
                  DynamicTest.dynamicTest(
                      name,
                      () -> {
                        throw e;
                      }));
            }
          });
      awaitArrival(receiver, sent);
      List<String> arrived = receiver.got().stream().map(Receiver.Got::text).toList();
      sent.forEach(
          each -> tests.add(DynamicTest.dynamicTest(each.name(), () -> each.check(arrived))));
    }
    return tests.stream();
  }

  /** What does not arrive in time is missed by its own test. */
  private static void awaitArrival(Receiver receiver, List<Sent> sent) {
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  sent.stream()
                      .allMatch(
                          each -> receiver.got().stream().anyMatch(got -> each.isIn(got.text()))));
    } catch (ConditionTimeoutException e) {
      System.out.println("not all has arrived");
    }
  }
}
