package io.kurier.real;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** curl, with what people give it. */
final class Curl {

  private final String program;
  private final Sink sink;
  private final List<Sent> sent = new ArrayList<>();

  private Curl(String program, Sink sink) {
    this.program = program;
    this.sink = sink;
  }

  static List<Sent> post(Sink sink) throws Missing {
    Curl curl = new Curl(Bench.installed("curl"), sink);
    String plain = sink.plain();
    String secure = sink.secure();
    curl.json("curl", "1.1", plain);
    // That is how curl writes 1.0.
    curl.json("curl-1.0", "1", plain, "--http1.0");
    curl.json("curl-chunked", "1.1", plain, "-H", "Transfer-Encoding: chunked");
    curl.json("curl-expect", "1.1", plain, "-H", "Expect: 100-continue");
    curl.json(
        "curl-expect-chunked",
        "1.1",
        plain,
        "-H",
        "Expect: 100-continue",
        "-H",
        "Transfer-Encoding: chunked");
    // Kurier ignores the wish to change to HTTP/2.
    curl.json("curl-http2-upgrade", "1.1", plain, "--http2");
    curl.json("curl-http2-prior-knowledge", "2", plain, "--http2-prior-knowledge");
    curl.json("curl-tls", "1.1", secure, "--http1.1");
    curl.json("curl-tls-http2", "2", secure, "--http2");
    curl.json("curl-tls-http2-expect", "2", secure, "--http2", "-H", "Expect: 100-continue");
    curl.large("curl-large", "1.1", plain);
    curl.large("curl-large-http2", "2", secure, "--http2");
    curl.array();
    curl.lines();
    curl.binary();
    return curl.sent;
  }

  private static String event(String name) {
    return "{\"type\": \"contact_added\", \"n\": \"%s\", \"text\": \"Grüße 😀\", \"x\": 1.50}"
        .formatted(name);
  }

  private void json(String name, String version, String url, String... options) {
    String event = event(name);
    add(name, run(version, url, "application/json", event, options), event);
  }

  /** More than a megabyte, for which curl itself asks whether it may. */
  private void large(String name, String version, String url, String... options) {
    List<String> events =
        IntStream.rangeClosed(1, 6)
            .mapToObj(
                each ->
                    "{\"type\":\"contact_added\",\"n\":\"%s-%d\",\"text\":\"%s\"}"
                        .formatted(name, each, "ü".repeat(100_000)))
            .toList();
    String answer = run(version, url, "application/x-ndjson", String.join("\n", events), options);
    for (int i = 0; i < events.size(); i++) {
      add(name + "-" + (i + 1), answer, events.get(i));
    }
  }

  private void array() {
    String first = event("curl-array-1");
    String second = event("curl-array-2");
    String answer =
        run("1.1", sink.plain(), "application/json", "[ " + first + " ,\r\n" + second + "]\n");
    add("curl-array-1", answer, first);
    add("curl-array-2", answer, second);
  }

  private void lines() {
    String first = event("curl-lines-1");
    String second = event("curl-lines-2");
    String answer = run("1.1", sink.plain(), "application/x-ndjson", first + "\n" + second + "\n");
    add("curl-lines-1", answer, first);
    add("curl-lines-2", answer, second);
  }

  private void binary() {
    String data = "{\"n\": \"curl-binary\", \"text\": \"Grüße 😀\", \"x\": 1.50}";
    String answer =
        run(
            "1.1",
            sink.plain(),
            "application/json",
            data,
            "-H",
            "ce-specversion: 1.0",
            "-H",
            "ce-type: contact_added",
            "-H",
            "ce-source: /producers/curl",
            "-H",
            "ce-id: curl-binary");
    sent.add(new Sent("curl-binary", answer, false, data));
  }

  private void add(String name, String answer, String event) {
    sent.add(new Sent(name, answer, true, event));
  }

  /** What came: the status, and the version where it is another one than it should be. */
  private String run(String version, String url, String type, String body, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "--silent",
                "--show-error",
                "--max-time",
                "30",
                "--cacert",
                sink.certificate().toString(),
                "--header",
                "Authorization: Bearer " + sink.key(),
                "--header",
                "Content-Type: " + type,
                "--data-binary",
                "@-",
                "--output",
                "/dev/null",
                "--write-out",
                "%{http_code} %{http_version}"));
    command.addAll(List.of(options));
    command.add(url);
    Command.Result result = Command.run(command, Map.of(), body);
    String answer = result.out() + result.err();
    return answer.endsWith(" " + version)
        ? answer.substring(0, answer.indexOf(' '))
        : answer + " and not over " + version;
  }
}
