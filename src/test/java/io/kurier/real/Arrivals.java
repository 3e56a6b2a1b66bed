package io.kurier.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What arrived, by path: which events, how often each, and on how many connections. */
final class Arrivals {

  private static final Pattern NUMBER = Pattern.compile("\"n\":\"([^\"]+)\"");

  private final Map<String, Path> files = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Integer>> events = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> connections = new ConcurrentHashMap<>();
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();

  /**
   * An empty file in which a server writes a line for each request: the client's port, path,
   * X-Webhook-ID, body.
   */
  Path file(Path directory) {
    try {
      Path file = Files.createFile(directory.resolve("arrivals"));
      // The server may be another user.
      file.toFile().setWritable(true, false);
      files.put(directory.toString(), file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what the servers have written. */
  void read() {
    for (Path file : files.values()) {
      try {
        for (String line : Files.readAllLines(file)) {
          String[] parts = line.split("\t", 4);
          note(parts[0], parts[1], parts[3]);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    files.clear();
  }

  /**
   * Notes a request.
   *
   * @param connection the client's port
   */
  void note(String connection, String path, String body) {
    String site = path.substring(0, path.lastIndexOf('/'));
    connections.computeIfAbsent(site, first -> ConcurrentHashMap.newKeySet()).add(connection);
    requests.merge(site, 1, Integer::sum);
    Map<String, Integer> counts = of(path);
    NUMBER
        .matcher(body)
        .results()
        .map((MatchResult match) -> match.group(1))
        .forEach(n -> counts.merge(n, 1, Integer::sum));
  }

  /** How many of these events did not arrive at a path. */
  int missing(Set<String> sent, String path) {
    Set<String> missing = new HashSet<>(sent);
    missing.removeAll(of(path).keySet());
    return missing.size();
  }

  /** Events that arrived at a path, each counted once. */
  int received(String path) {
    return of(path).size();
  }

  /** Events that arrived at a path beyond the first time each. */
  int duplicates(String path) {
    return of(path).values().stream().mapToInt(count -> count - 1).sum();
  }

  /** Requests that arrived below a path. */
  int requests(String site) {
    return requests.getOrDefault(site, 0);
  }

  /** Connections on which requests arrived below a path. */
  int connections(String site) {
    return connections.getOrDefault(site, Set.of()).size();
  }

  private Map<String, Integer> of(String path) {
    return events.computeIfAbsent(path, first -> new ConcurrentHashMap<>());
  }
}
