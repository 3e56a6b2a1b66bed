package io.kurier.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much is measured.
 *
 * @param quick whether only as much as shows that everything works
 * @param rounds how often each scenario is run, in turns with the others
 * @param warmSeconds before anything is measured, of each load once, and of each run a third of it
 * @param seconds that are measured of a run
 * @param webhooks of S6
 * @param backlog events of S8
 * @param longSeconds of S9
 * @param options of the service's virtual machine beside its heap
 * @param executable the native one, to be compared with the virtual machine; empty for none
 * @param only what is measured; all where it is empty
 */
record Plan(
    boolean quick,
    int rounds,
    int warmSeconds,
    int seconds,
    int webhooks,
    int backlog,
    int longSeconds,
    List<String> options,
    String executable,
    Set<String> only) {

  static final int EVENT_BYTES = 500;

  /**
   * What the virtual machine takes by itself in a container of less than 1,792 MB, as those with
   * such a heap are.
   */
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  /** Lines of 500 bytes that fit in 5 MiB. */
  static final int LINES = 10_000;

  static final Scenario S1 =
      Scenario.singles("S1", "single events in, single requests out, 128 producers", 128);
  static final Scenario S2 = Scenario.arrays("S2", "arrays of 100 in, batches of 100 out", 100);
  static final Scenario S3 =
      new Scenario(
          "S3",
          "NDJSON of 5 MB in, batches of 500 out",
          Payload.Shape.LINES,
          LINES,
          4,
          0,
          Scenario.ONE_TYPE,
          1,
          500,
          false);
  static final Scenario S4 =
      new Scenario(
          "S4",
          "one event in, ten webhooks, single requests out",
          Payload.Shape.SINGLE,
          1,
          64,
          0,
          Scenario.ONE_TYPE,
          10,
          1,
          false);
  static final Scenario S5 =
      new Scenario(
          "S5",
          "1,000 single events a second",
          Payload.Shape.SINGLE,
          1,
          256,
          1_000,
          Scenario.ONE_TYPE,
          1,
          1,
          false);

  private static final List<String> TEN_TYPES =
      List.of(
          "contact_added",
          "contact_clicked_message_link",
          "contact_clicked_sms_link",
          "contact_copied",
          "contact_custom_field_changed",
          "contact_email_changed",
          "contact_moved",
          "contact_opened_message",
          "contact_rejected",
          "contact_removed_bounce");

  static final Scenario S7_WITHOUT =
      new Scenario(
          "S7-without",
          "S1 over ten receivers, each of which answers",
          Payload.Shape.SINGLE,
          1,
          128,
          0,
          TEN_TYPES,
          1,
          1,
          false);
  static final Scenario S7 =
      new Scenario(
          "S7",
          "S1 over ten receivers, one of which hangs",
          Payload.Shape.SINGLE,
          1,
          128,
          0,
          TEN_TYPES,
          1,
          1,
          true);

  /** As the system properties {@code bench.…} say. */
  static Plan fromProperties() {
    String asked = property("quick", "false");
    boolean quick = !asked.equals("false");
    return new Plan(
        quick,
        number("rounds", quick ? 1 : 3),
        number("warm", quick ? 1 : 45),
        number("seconds", quick ? 1 : 15),
        number("webhooks", quick ? 100 : 100_000),
        number("backlog", quick ? 5_000 : 2_000_000),
        number("long", quick ? 3 : 1_800),
        List.of(property("options", COLLECTOR).split(" ")).stream()
            .filter(option -> !option.isEmpty())
            .toList(),
        property("executable", ""),
        Arrays.stream(property("only", "").split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet()));
  }

  boolean has(String name) {
    return only.isEmpty() || only.contains(name);
  }

  private static int number(String name, int usual) {
    String value = property(name, "");
    return value.isEmpty() ? usual : Integer.parseInt(value);
  }

  private static String property(String name, String usual) {
    String value = System.getProperty("bench." + name, "");
    // Maven hands a property without a value down as it is written.
    return value.isEmpty() || value.startsWith("${") ? usual : value;
  }
}
