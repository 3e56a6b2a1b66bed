package io.kurier.start;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.SmallRyeConfig;
import java.net.BindException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds or starts the database, tells Quarkus where it is, runs the service, and stops the database
 * when the service has stopped.
 */
@QuarkusMain
public class Main {

  /**
   * A live reload of dev mode starts the new service before the old one's main method has ended, in
   * the same process and on the same directory. A string's constant is one object for both.
   */
  private static final String ONE_AT_A_TIME = "io.kurier.start.Main";

  /** Draining takes 38 s at most, the database's end some seconds. */
  private static final int LONGEST_STOP_SECONDS = 60;

  public static void main(String... args) {
    int code;
    synchronized (ONE_AT_A_TIME) {
      code = run(args);
    }
    // Ends the process; in dev mode it does not.
    ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, null);
  }

  private static int run(String... args) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> await(ended), "kurier-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return runWithDatabase(args);
    } catch (SettingError e) {
      System.err.println("Kurier can't start: " + e.getMessage());
      return 1;
    } finally {
      ended.countDown();
      remove(hook);
    }
  }

  private static int runWithDatabase(String... args) {
    SmallRyeConfig config = config();
    Function<String, Optional<String>> property =
        name -> config.getOptionalValue(name, String.class);
    Settings settings = Settings.read(property);
    TraceSettings.properties(property).forEach(Main::publish);
    DatabaseUrl external = settings.database();
    if (external != null) {
      publish(external, settings.secretsKey());
      return serve(args);
    }
    if (ImageMode.current() == ImageMode.NATIVE_RUN) {
      throw new SettingError("The native executable carries no database: set KURIER_DATABASE_URL.");
    }
    try (DataDir dir = DataDir.take(settings.dataDir())) {
      String secretsKey = secretsKey(settings, dir);
      try (EmbeddedDatabase database = EmbeddedDatabase.start(dir)) {
        publish(database.url(), secretsKey);
        return serve(args);
      }
    }
  }

  private static int serve(String... args) {
    AtomicInteger exitCode = new AtomicInteger();
    Quarkus.run(
        null,
        (code, error) -> {
          exitCode.set(code);
          if (error != null) {
            complain(error);
          }
        },
        args);
    return exitCode.get();
  }

  private static void complain(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof QuarkusBindException) {
        System.err.println(
            "Kurier can't start: its port is in use. Choose another with QUARKUS_HTTP_PORT.");
        return;
      }
      // The platform has no exception of its own for this one.
      if (cause instanceof BindException) {
        System.err.println(
            "Kurier can't start: its management port is in use. Choose another with"
                + " QUARKUS_MANAGEMENT_PORT.");
        return;
      }
    }
    Logger.getLogger(Main.class).error("kurier.failed", error);
  }

  private static String secretsKey(Settings settings, DataDir dir) {
    String given = settings.secretsKey();
    if (given != null) {
      return given;
    }
    return dir.kept(
        "secrets.key",
        () -> {
          if (Files.exists(dir.resolve("database"))) {
            throw new SettingError(
                "secrets.key is missing from "
                    + dir
                    + ". What is encrypted in the database there can't be read without it: restore"
                    + " it, or set KURIER_SECRETS_KEY.");
          }
          byte[] key = new byte[32];
          new SecureRandom().nextBytes(key);
          return Base64.getEncoder().encodeToString(key);
        });
  }

  private static void publish(DatabaseUrl database, @Nullable String secretsKey) {
    database.properties().forEach(Main::publish);
    if (secretsKey != null) {
      publish("kurier.secrets-key", secretsKey);
    }
  }

  /** Values of properties are read as expressions; these are none. */
  private static void publish(String property, String value) {
    System.setProperty(property, value.replace("$", "\\$"));
  }

  /** The same sources as the service's own, which does not exist yet. */
  private static SmallRyeConfig config() {
    return ConfigUtils.configBuilder().build();
  }

  private static void await(CountDownLatch ended) {
    try {
      if (!ended.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("Kurier did not stop in time.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook waits no more.
    }
  }
}
