package io.kurier.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What a class says in the log, as long as this is open. */
public final class LogLines implements AutoCloseable {

  private final Logger logger;
  private final Handler handler = new Collector();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public LogLines(String category) {
    this.logger = Logger.getLogger(category);
    logger.addHandler(handler);
  }

  public List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }

  private final class Collector extends Handler {

    private final PatternFormatter message = new PatternFormatter("%s");

    @Override
    public void publish(LogRecord line) {
      lines.add(message.format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
