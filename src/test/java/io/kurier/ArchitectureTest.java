package io.kurier;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the house: who may see whom, and where each kind of code may live. */
class ArchitectureTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.kurier");

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(ALL);
  }

  /** Everybody sees the ground floor, {@code start} and {@code dev} see all. */
  @ParameterizedTest
  @CsvSource({
    "problem, ''",
    "observe, ''",
    "time, ''",
    "storage, problem",
    "cluster, problem observe time storage",
    "batch, problem observe time storage",
    "account, problem observe time storage cluster",
    "webhook, problem observe time storage account",
    "delivery, problem observe time storage cluster batch webhook",
    "event, problem observe time storage cluster batch webhook account delivery",
    "history, problem observe time storage cluster account delivery",
    "retention, problem observe time storage cluster delivery",
  })
  void dependenciesRunOneWay(String of, String seen) {
    String[] allowed =
        Stream.concat(Stream.of(of), Arrays.stream(seen.split(" ")).filter(name -> !name.isEmpty()))
            .map(name -> "io.kurier." + name)
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage("io.kurier." + of)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.kurier..")
                    .and(
                        describe(
                            "are out of sight",
                            (JavaClass seenClass) ->
                                Arrays.stream(allowed)
                                    .noneMatch(seenClass.getPackageName()::equals)))));
  }

  @Test
  void sqlLivesInStores() {
    check(
        noClasses()
            .that()
            .haveNameNotMatching(".*(Store(\\$.*)?|\\.Heartbeat)")
            .and()
            .resideOutsideOfPackage("io.kurier.storage")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.vertx\\.(mutiny\\.)?sqlclient\\.(Pool|SqlClient|Tuple)"));
  }

  @Test
  void transactionsLiveInUseCases() {
    check(
        methods()
            .that()
            .areAnnotatedWith(WithTransaction.class)
            .should()
            .beDeclaredInClassesThat()
            .haveNameMatching(".*\\.(Webhooks|Accounts)"));
  }

  @Test
  void theWebClientLivesInHttpSender() {
    check(
        noClasses()
            .that()
            .haveNameNotMatching("io\\.kurier\\.delivery\\.(HttpSender(\\$.*)?|Exchange)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.ext.web.client.."));
  }

  @Test
  void resourcesSpeakJakartaRest() {
    check(
        classes()
            .that()
            .areAnnotatedWith(jakarta.ws.rs.Path.class)
            .should()
            .haveSimpleNameEndingWith("Resource"));
  }

  @Test
  void uniIsNeverKeptNorHandedIn() {
    check(fields().should().notHaveRawType(Uni.class).andShould().notHaveRawType(Multi.class));
    check(noMethods().that().areNotPrivate().should().haveRawParameterTypes(Uni.class));
  }

  @Test
  void timeComesFromTheClock() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.kurier.time")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Clock.class, "systemUTC"));
  }

  @Test
  void decisionsArePlainJava() {
    check(
        noClasses()
            .that()
            .haveNameMatching(
                "io\\.kurier\\.(delivery\\.(Outcome|Verdict|RetryPolicy|Backoff|Signature|BatchRequest|TargetGuard|Cidr"
                    + "|Breaker|Answer|Attempt)|cluster\\.Lease|batch\\.(Batch|Pending|Member|Limits|Held)"
                    + "|event\\.(EventReader|EventRequest|Incoming|Subscriptions|Keys|Utf8|ContentKind)"
                    + "|webhook\\.(Batching|DeliveryPolicy|Retry|SigningKeys|Target))")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.smallrye.mutiny..", "io.vertx..", "jakarta.."));
  }
}
