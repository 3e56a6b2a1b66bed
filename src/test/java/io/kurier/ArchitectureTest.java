package io.kurier;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What may see what, and what may live only where. A rule that has to bend is changed here. */
class ArchitectureTest {

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.kurier");

  /** The ground floor: seen by all. {@code start} may see all, and is seen by none. */
  private static final String GROUND = "problem|observe|time|trace|storage|paging|share|network";

  @TestFactory
  Stream<DynamicTest> packagesSeeOnlyWhatLiesBelow() {
    return run(
        sees("problem", "problem|observe|share"),
        sees("observe", "observe"),
        sees("share", "share|observe"),
        sees("network", "network|problem|observe|share"),
        sees("time", "time"),
        sees("trace", "trace"),
        sees("storage", "storage|problem|observe"),
        sees("paging", "paging|problem"),
        sees("cluster", "cluster|" + GROUND),
        sees("account", "account|cluster|" + GROUND),
        sees("webhook", "webhook|account|cluster|" + GROUND),
        sees("batch", "batch|" + GROUND),
        sees("delivery", "delivery|batch|cluster|webhook|" + GROUND),
        sees("event", "event|delivery|batch|cluster|webhook|account|" + GROUND),
        sees("history", "history|delivery|cluster|account|" + GROUND),
        sees("statistics", "statistics|history|delivery|cluster|account|" + GROUND),
        sees("console", "console"),
        sees("logs", "logs|" + GROUND),
        sees("retention", "retention|delivery|cluster|" + GROUND));
  }

  @TestFactory
  Stream<DynamicTest> thingsLiveOnlyInTheirPlace() {
    return run(
        noClasses()
            .that()
            // Connections are prepared there (decision 29), and listen.
            .haveNameNotMatching(".*(Store|\\.OwnConnections|\\.Listener)")
            .should()
            .callMethodWhere(
                target(nameMatching("query|preparedQuery"))
                    .and(target(owner(resideInAPackage("io.vertx..sqlclient.."))))),
        only(".*Repository", "io.quarkus.hibernate.reactive.panache"),
        only(".*\\.(ReceiverClients|Sending)(\\$.*)?", "io.vertx..ext.web.client.."),
        only("io\\.kurier\\.trace\\..*", "io.opentelemetry.."),
        only(
            ".*Resource(\\$.*)?|.*\\.EventIntake|io\\.kurier\\.(problem|account)\\..*",
            "jakarta.ws.rs.."),
        methods()
            .that()
            .areAnnotatedWith(WithTransaction.class)
            .should()
            .beDeclaredInClassesThat()
            .haveNameMatching(".*\\.(Webhooks|Accounts)"),
        // Where a chain of events ends; everybody else returns it.
        noClasses()
            .that()
            .haveNameNotMatching(
                ".*\\.(BatchBuffer|GroupCommit|ActiveSubscriptions|Drain|Heartbeat|DuePoller"
                    + "|StartSequence)")
            .should()
            .callMethodWhere(
                target(nameMatching("subscribe"))
                    .and(target(owner(resideInAPackage("io.smallrye.mutiny"))))),
        // A stream is used up where it is made; only these two hand one on.
        noClasses()
            .that()
            .haveNameNotMatching(".*\\.(BatchBuffer|GroupCommit)(\\$.*)?")
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.smallrye.mutiny..")
                    .and(nameMatching(".*(Emitter|Processor)"))),
        noFields().should().haveRawType(Uni.class),
        noMethods().that().areNotPrivate().should().haveRawParameterTypes(Uni.class),
        // Decisions: what is known comes in as arguments, the time too.
        noClasses()
            .that()
            .haveNameMatching(
                ".*\\.(Subscriptions|RetryPolicy|Backoff|RetryAfter|Later|Rate|Throttle|Signature"
                    + "|TargetGuard|Breaker|Verdict|BatchRequest|Lease|Retention|Settings|DatabaseUrl"
                    + "|DatabaseParameters|Sessions)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.smallrye..", "io.vertx..", "jakarta.."),
        noClasses()
            .that()
            .resideOutsideOfPackage("io.kurier.time")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class));
  }

  private static ArchRule sees(String name, String others) {
    String[] seen =
        Stream.of(others.split("\\|")).map(other -> "io.kurier." + other).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage("io.kurier." + name)
        .should()
        .onlyDependOnClassesThat(resideOutsideOfPackage("io.kurier..").or(resideInAnyPackage(seen)))
        .allowEmptyShould(true);
  }

  private static ArchRule only(String names, String library) {
    return noClasses()
        .that()
        .haveNameNotMatching(names)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  private static Stream<DynamicTest> run(ArchRule... rules) {
    return Stream.of(rules)
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CODE)));
  }
}
