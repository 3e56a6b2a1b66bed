package io.kurier.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of what came of each site: printed, and kept below target. */
final class Report {

  private static final String HEAD =
      """
      | server | events | received singly | in batches | not acknowledged | duplicates | requests | connections | at most |
      |---|---|---|---|---|---|---|---|---|
      """;

  private Report() {}

  static void write(List<Row> rows) {
    String table = HEAD + rows.stream().map(Report::line).collect(Collectors.joining());
    String complaints =
        rows.stream()
            .map(Report::complaints)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining());
    String report = complaints.isEmpty() ? table : table + "\n" + complaints;
    System.out.println(report);
    try {
      Files.writeString(Path.of("target", "real-servers.md"), report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Row row) {
    return "| %s | %d | %d | %d | %d | %d | %d | %d | %d |%n"
        .formatted(
            row.site().title(),
            row.events(),
            row.receivedSingly(),
            row.receivedInBatches(),
            row.unacknowledged().size(),
            row.duplicates(),
            row.requests(),
            row.connections(),
            row.mostConnections());
  }

  private static String complaints(Row row) {
    Map<String, Long> counts =
        row.unacknowledged().stream()
            .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(
            each -> "* %s: %d × %s%n".formatted(row.site().title(), each.getValue(), each.getKey()))
        .collect(Collectors.joining());
  }
}
