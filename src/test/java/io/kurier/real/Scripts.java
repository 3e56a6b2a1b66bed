package io.kurier.real;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Producers of other languages: scripts that post events and say what they have done. */
final class Scripts {

  private Scripts() {}

  /** Node: fetch, http, http2, and the CloudEvents SDK of npm. */
  static List<Sent> node(Sink sink) throws Missing {
    String node = Bench.installed("node");
    Path script = Packages.npm("producers.mjs", "cloudevents@10.0.0");
    return run(
        List.of(node, script.toString()),
        Map.of("NODE_EXTRA_CA_CERTS", sink.certificate().toString()),
        sink);
  }

  /** Python: http.client, urllib, requests, and the CloudEvents SDK of PyPI. */
  static List<Sent> python(Sink sink) throws Missing {
    String python = Bench.installed("python3");
    Path packages = Packages.pip(python, "producers", "requests==2.34.2", "cloudevents==2.2.0");
    return run(
        List.of(python, Bench.source("python/producers.py").toString()),
        Map.of("PYTHONPATH", packages.toString()),
        sink);
  }

  private static List<Sent> run(List<String> program, Map<String, String> environment, Sink sink) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(sink.plain(), sink.secure(), sink.key(), sink.certificate().toString()));
    Command.Result result = Command.run(command, environment, "");
    if (result.exit() != 0) {
      throw new AssertionError(result.err() + "\nafter\n" + result.out());
    }
    return Sent.read(result.out());
  }
}
