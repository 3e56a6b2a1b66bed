package io.kurier.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What processes took of the machine, as Linux counts it. */
final class Usage {

  /** {@code USER_HZ}: a hundred on every platform that Linux runs on today. */
  private static final double TICKS_PER_SECOND = 100;

  private static final double KILOBYTES_PER_MEGABYTE = 1_024;

  // Of /proc/<pid>/stat, counted from the state behind the name, which may hold spaces.
  private static final int PARENT = 1;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int ENDED_USER_TIME = 13;
  private static final int ENDED_SYSTEM_TIME = 14;

  private Usage() {}

  /** CPU seconds of a process so far. */
  static double cpuSeconds(long pid) {
    List<String> stat = stat(pid);
    return (ticks(stat, USER_TIME) + ticks(stat, SYSTEM_TIME)) / TICKS_PER_SECOND;
  }

  /** CPU seconds of a process and of its children so far, of those that ended too. */
  static double cpuSecondsWithChildren(long pid) {
    double ended;
    double children;
    do {
      ended = endedChildren(pid);
      children = children(pid).stream().mapToDouble(Usage::cpuSeconds).sum();
      // One that ended meanwhile is missing in both, or stands in both.
    } while (ended != endedChildren(pid));
    return cpuSeconds(pid) + ended + children;
  }

  private static double endedChildren(long pid) {
    List<String> stat = stat(pid);
    return (ticks(stat, ENDED_USER_TIME) + ticks(stat, ENDED_SYSTEM_TIME)) / TICKS_PER_SECOND;
  }

  /** Resident memory of a process in megabytes. */
  static double residentMegabytes(long pid) {
    return lines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
            .sum()
        / KILOBYTES_PER_MEGABYTE;
  }

  private static List<Long> children(long pid) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      List<Long> children = new ArrayList<>();
      for (Path each : all.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
        long child = Long.parseLong(each.getFileName().toString());
        List<String> stat = stat(child);
        if (!stat.isEmpty() && stat.get(PARENT).equals(Long.toString(pid))) {
          children.add(child);
        }
      }
      return children;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double ticks(List<String> stat, int field) {
    return stat.isEmpty() ? 0 : Double.parseDouble(stat.get(field));
  }

  /** Empty where it has ended. */
  private static List<String> stat(long pid) {
    List<String> lines = lines(Path.of("/proc", Long.toString(pid), "stat"));
    return lines.isEmpty()
        ? List.of()
        : List.of(lines.getFirst().substring(lines.getFirst().lastIndexOf(')') + 2).split(" ", -1));
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return List.of();
      }
      throw new UncheckedIOException(e);
    }
  }
}
