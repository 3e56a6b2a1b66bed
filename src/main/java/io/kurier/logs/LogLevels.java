package io.kurier.logs;

import io.kurier.problem.DomainError;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jboss.logmanager.LogContext;
import org.jspecify.annotations.Nullable;

/** The levels of this process's log. What is changed holds until it is changed back or ends. */
@Singleton
class LogLevels {

  private static final Logger LOG = Logger.getLogger(LogLevels.class);

  private static final String ROOT = "root";

  private static final Pattern CONFIGURED =
      Pattern.compile("quarkus\\.log\\.category\\.\"([^\"]+)\"\\.level");

  private static final Pattern CATEGORY = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9_$.-]{0,199}");

  /** Each is kept for as long as the process runs. */
  private static final int MOST_CHANGED = 100;

  private final LogContext context = LogContext.getLogContext();
  private final Config config;

  LogLevels(Config config) {
    this.config = config;
  }

  /**
   * A category that was changed. It holds the logger too, which would else be forgotten with its
   * level.
   *
   * @param configured null where it follows the one above it
   */
  private record Change(
      org.jboss.logmanager.Logger logger, java.util.logging.@Nullable Level configured) {}

  // Guarded by this.
  private final Map<String, Change> changes = new TreeMap<>();

  /** The root, and the categories that are configured or were changed, by name. */
  synchronized List<LogLevelView> list() {
    Set<String> categories = new TreeSet<>(changes.keySet());
    categories.add(ROOT);
    for (String property : config.getPropertyNames()) {
      Matcher configured = CONFIGURED.matcher(property);
      if (configured.matches()) {
        categories.add(configured.group(1));
      }
    }
    return categories.stream().map(category -> view(category, logger(category))).toList();
  }

  /** Changes how much a category says. */
  synchronized LogLevelView change(String category, String level) {
    if (!CATEGORY.matcher(category).matches()) {
      throw DomainError.invalid(
          "category", "must have 1 to 200 letters, digits, dots, dollars, hyphens or underscores");
    }
    if (changes.size() >= MOST_CHANGED && !changes.containsKey(category)) {
      throw DomainError.conflict("100 categories are changed already: change one of them back.");
    }
    org.jboss.logmanager.Logger logger = logger(category);
    changes.computeIfAbsent(category, name -> new Change(logger, logger.getLevel()));
    logger.setLevel(context.getLevelForName(level));
    LOG.infof("log.level_changed category=%s level=%s", category, level);
    return view(category, logger);
  }

  /** Makes a category say again what it was configured to. */
  synchronized void changeBack(String category) {
    Change change = changes.remove(category);
    if (change == null) {
      throw DomainError.unknown("changed category");
    }
    change.logger().setLevel(change.configured());
    LOG.infof("log.level_changed_back category=%s", category);
  }

  private org.jboss.logmanager.Logger logger(String category) {
    return context.getLogger(category.equals(ROOT) ? "" : category);
  }

  private LogLevelView view(String category, org.jboss.logmanager.Logger logger) {
    Change change = changes.get(category);
    java.util.logging.Level configured = change == null ? logger.getLevel() : change.configured();
    return new LogLevelView(
        category,
        effective(logger).getName(),
        configured == null ? null : configured.getName(),
        change != null);
  }

  /** Its own level, or that of the next one above it; the root always has one. */
  private static java.util.logging.Level effective(org.jboss.logmanager.Logger logger) {
    org.jboss.logmanager.Logger each = logger;
    while (each.getLevel() == null) {
      each = each.getParent();
    }
    return each.getLevel();
  }
}
