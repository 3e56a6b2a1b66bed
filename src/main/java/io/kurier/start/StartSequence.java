package io.kurier.start;

import io.kurier.cluster.StartStep;
import io.kurier.cluster.Started;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Does what needs the database before the service works: the migrations, then every {@link
 * StartStep} in order, each until it succeeds. The service is up meanwhile, and not ready. It comes
 * up whenever its database does.
 */
@ApplicationScoped
class StartSequence {

  private static final Logger LOG = Logger.getLogger(StartSequence.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** A step that takes longer hangs on a connection that died without a word. */
  private static final Duration LONGEST_STEP = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final Started started;
  private final StartupSummary summary;
  private final String database;
  private final List<Step> steps = new ArrayList<>();

  StartSequence(
      Vertx vertx,
      Migrations migrations,
      @All List<InstanceHandle<StartStep>> others,
      Started started,
      StartupSummary summary,
      @ConfigProperty(name = "quarkus.datasource.reactive.url") String database) {
    this.vertx = vertx;
    this.started = started;
    this.summary = summary;
    this.database = database;
    // A large table takes its time to migrate: no limit here.
    steps.add(new Step("Migrations", migrations::run));
    others.stream()
        .sorted(Comparator.comparingInt(step -> step.get().order()))
        .map(
            step ->
                new Step(
                    step.getBean().getBeanClass().getSimpleName(),
                    () -> step.get().start().ifNoItem().after(LONGEST_STEP).fail()))
        .forEach(steps::add);
  }

  void begin(@Observes StartupEvent event) {
    vertx.runOnContext(ignored -> attempt(0, FIRST_PAUSE));
  }

  private void attempt(int index, Duration pause) {
    if (index == steps.size()) {
      started.onStarted();
      summary.log();
      return;
    }
    Step step = steps.get(index);
    Uni.createFrom()
        .deferred(step.action())
        .subscribe()
        .with(
            done -> attempt(index + 1, FIRST_PAUSE),
            failure -> {
              LOG.warnf(
                  "start.delayed step=%s database=%s reason=\"%s\" nextTry=%s",
                  step.name(), database, reason(failure), pause);
              vertx.setTimer(pause.toMillis(), timer -> attempt(index, longer(pause)));
            });
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  /** The first line of what lies at the bottom: the drivers never put a password there. */
  private static String reason(Throwable failure) {
    Throwable bottom = failure;
    while (bottom.getCause() != null) {
      bottom = bottom.getCause();
    }
    String message = bottom.getMessage();
    return message == null || message.isBlank()
        ? bottom.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }

  private record Step(String name, Supplier<Uni<? extends Void>> action) {}
}
