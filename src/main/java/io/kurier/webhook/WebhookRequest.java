package io.kurier.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kurier.problem.DomainError;
import io.kurier.problem.Faults;
import io.kurier.problem.JsonBody;
import io.kurier.problem.Members;
import io.kurier.problem.VisibleText;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a request asks for, not yet checked.
 *
 * @param tree what came as the body, or what a patch made of the present configuration
 */
record WebhookRequest(JsonNode tree) {

  static final int LONGEST_NAME = 128;

  /** How large a management request may be. */
  static final int MOST_KIB = 64;

  /** What a view shows beside the configuration: whoever sends a view back hears what to drop. */
  private static final List<String> READ_ONLY =
      List.of("id", "version", "createdAt", "updatedAt", "health", "secret", "unreadable");

  /**
   * Reads the body of a request.
   *
   * @throws DomainError 400 or 413 if it is not JSON that can be read
   */
  static WebhookRequest of(byte[] body) {
    return new WebhookRequest(JsonBody.read(body, MOST_KIB));
  }

  /** The request as a merge patch on the present configuration. */
  WebhookRequest onto(ObjectNode present) {
    return new WebhookRequest(WebhookPatch.apply(present, tree));
  }

  /** The URL, where it is one that may be asked about. */
  Optional<URI> url() {
    String url = tree.path("url").textValue();
    return url == null || WebhookUrl.fault(url, false).isPresent()
        ? Optional.empty()
        : Optional.of(URI.create(url));
  }

  /**
   * The checked configuration.
   *
   * @throws DomainError 422 with everything that is wrong
   */
  Configuration configuration(WebhookRules rules) {
    if (!tree.isObject()) {
      throw DomainError.invalid("", "must be an object");
    }
    Faults faults = new Faults();
    Members members = new Members(tree, "", faults);
    Configuration configuration =
        new Configuration(
            name(members),
            url(members, rules),
            events(members, rules),
            members.parsed("status", WebhookStatus.ACTIVE, WebhookStatus::of),
            batching(members.object("batching")),
            delivery(members.object("delivery")),
            OwnHeaders.read(members, rules.storedHeaders()));
    for (String name : READ_ONLY) {
      if (members.has(name)) {
        faults.add(members.pointer(name), "is set by Kurier: leave it out");
      }
    }
    members.rejectUnknown();
    faults.throwIfAny();
    return configuration;
  }

  /** The configuration of a request that was checked when it came first. */
  Configuration alreadyChecked() {
    Set<String> types = new HashSet<>();
    tree.path("events").forEach(event -> types.add(event.asText()));
    return configuration(new WebhookRules(types, false, null, null));
  }

  private static String name(Members members) {
    String name = members.requiredString("name");
    if (name == null) {
      return "";
    }
    int length = name.codePointCount(0, name.length());
    if (name.isBlank() || length > LONGEST_NAME) {
      members.faults().add(members.pointer("name"), "must have 1 to 128 characters");
    } else {
      String fault = VisibleText.fault(name);
      if (fault != null) {
        members.faults().add(members.pointer("name"), fault);
      }
    }
    return name;
  }

  private static String url(Members members, WebhookRules rules) {
    String given = members.requiredString("url");
    if (given == null) {
      return "";
    }
    String url = rules.meant(given);
    rules.faultOfUrl(url).ifPresent(fault -> members.faults().add(members.pointer("url"), fault));
    return url;
  }

  private static List<String> events(Members members, WebhookRules rules) {
    JsonNode events = members.get("events");
    List<String> entries = members.strings("events");
    if (events == null) {
      members.faults().add(members.pointer("events"), "is required");
    } else if (events.isArray() && events.size() == entries.size()) {
      EventEntries.check(
          entries, rules::allowsEventType, members.pointer("events"), members.faults());
    }
    return entries;
  }

  private static Batching batching(@Nullable Members members) {
    Batching byDefault = Batching.OFF;
    if (members == null) {
      return byDefault;
    }
    Batching batching =
        new Batching(
            members.bool("enabled", byDefault.enabled()),
            members.integer("maxEvents", byDefault.maxEvents(), 1, Batching.MOST_EVENTS),
            members.integer(
                "maxBytes", byDefault.maxBytes(), Batching.LEAST_BYTES, Batching.MOST_BYTES),
            members.parsed(
                "maxWait",
                byDefault.maxWait(),
                text -> Durations.parse(text, Batching.LEAST_WAIT, Batching.MOST_WAIT)));
    members.rejectUnknown();
    return batching;
  }

  private static DeliveryPolicy delivery(@Nullable Members members) {
    DeliveryPolicy byDefault = DeliveryPolicy.DEFAULT;
    if (members == null) {
      return byDefault;
    }
    DeliveryPolicy policy =
        new DeliveryPolicy(
            members.parsed("acknowledgement", byDefault.acknowledgement(), Acknowledgement::of),
            retry(members),
            members.parsed(
                "timeout",
                byDefault.timeout(),
                text ->
                    Durations.parse(
                        text, DeliveryPolicy.LEAST_TIMEOUT, DeliveryPolicy.MOST_TIMEOUT)),
            members.integer(
                "maxInFlight", byDefault.maxInFlight(), 1, DeliveryPolicy.MOST_IN_FLIGHT));
    members.rejectUnknown();
    return policy;
  }

  private static Retry retry(Members members) {
    JsonNode retry = members.get("retry");
    if (retry == null || retry.isTextual()) {
      return members.parsed("retry", Retry.STANDARD, Retry::named);
    }
    String pointer = members.pointer("retry");
    if (!retry.isArray() || retry.size() > Retry.MOST_DELAYS) {
      members
          .faults()
          .add(pointer, "must be 'standard', 'getresponse' or an array of 0 to 16 durations");
      return Retry.STANDARD;
    }
    List<Duration> delays = new ArrayList<>(retry.size());
    for (int i = 0; i < retry.size(); i++) {
      String text = retry.get(i).textValue();
      try {
        delays.add(Durations.parse(text == null ? "" : text, Retry.LEAST_DELAY, Retry.MOST_DELAY));
      } catch (IllegalArgumentException e) {
        members.faults().add(pointer + "/" + i, String.valueOf(e.getMessage()));
      }
    }
    return Retry.own(delays);
  }
}
