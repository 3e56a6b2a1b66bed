package io.kurier.event;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import io.kurier.problem.Fault;
import io.kurier.problem.Faults;
import io.kurier.problem.ForeignJson;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A compiled JSON Schema (2020-12) that events are checked with; format is asserted. Schemas come
 * from customers, so nothing that they say makes the service read another document, neither from
 * the network nor from the class path, and {@link SchemaEffort} and {@link SafePattern} bound what
 * a check costs. Safe for use by many threads.
 */
final class EventSchema {

  /** The largest schema, in bytes of its compact text. */
  static final int MOST_BYTES = 64 * 1024;

  /** What is wrong with an event whose check does not come to an end within its bounds. */
  static final String TOO_MUCH_WORK = "takes too much work to check against the schema";

  private static final String DRAFT = "https://json-schema.org/draft/2020-12/";
  private static final ObjectMapper JSON = new ObjectMapper(ForeignJson.factory().build());

  /** All that is read beside the customer's schema: a prefix would let the class path be asked. */
  private static final Set<String> KNOWN =
      Stream.of(
              "schema",
              "meta/applicator",
              "meta/content",
              "meta/core",
              "meta/format-annotation",
              "meta/format-assertion",
              "meta/meta-data",
              "meta/unevaluated",
              "meta/validation")
          .map(name -> DRAFT + name)
          .collect(Collectors.toUnmodifiableSet());

  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012())
          .formats(formats -> formats.replaceAll((name, format) -> new BoundedFormat(format)))
          .build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(
          DIALECT,
          builder ->
              builder
                  .schemaLoader(loader -> loader.allow(iri -> KNOWN.contains(iri.toString())))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .locale(Locale.ENGLISH)
                          .pathType(PathType.JSON_POINTER)
                          .formatAssertionsEnabled(true)
                          .preloadSchema(false)
                          .regularExpressionFactory(SafePattern::new)
                          .build()));

  private static final Schema OF_SCHEMAS = REGISTRY.getSchema(SchemaLocation.of(DRAFT + "schema"));

  private final Schema schema;
  private final String text;

  private EventSchema(Schema schema, String text) {
    this.schema = schema;
    this.text = text;
  }

  /**
   * Compiles a schema that a customer sent.
   *
   * @param pointer where the schema stands in the request
   * @return null where it can't be used: why is among the faults then
   */
  static @Nullable EventSchema of(JsonNode schema, String pointer, Faults faults) {
    Faults own = new Faults();
    SchemaBounds.check(schema, pointer, own);
    if (own.isEmpty()) {
      for (Fault fault : check(OF_SCHEMAS, schema, new SchemaEffort(SchemaEffort.SCHEMA))) {
        own.add(pointer + fault.pointer(), fault.detail());
      }
    }
    EventSchema compiled = null;
    if (own.isEmpty()) {
      try {
        compiled = compile(schema, schema.toString());
      } catch (IllegalArgumentException e) {
        own.add(pointer, String.valueOf(e.getMessage()));
      }
    }
    own.list().forEach(fault -> faults.add(fault.pointer(), fault.detail()));
    return compiled;
  }

  /**
   * Compiles a schema that was accepted before.
   *
   * @throws IllegalArgumentException if it can't be compiled
   */
  static EventSchema compile(String schema) {
    try {
      return compile(JSON.readTree(schema), schema);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("is not JSON", e);
    }
  }

  private static EventSchema compile(JsonNode node, String text) {
    try {
      Schema schema = REGISTRY.getSchema(node);
      // Follows each reference, so that one that leads nowhere is found now.
      schema.initializeValidators();
      return new EventSchema(schema, text);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("has too long a chain of references", e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "has a $ref that leads nowhere; other documents are not read", e);
    }
  }

  /** Whether it was compiled from this text. */
  boolean isOf(String schema) {
    return text.equals(schema);
  }

  /** What is wrong with a lone event; empty if nothing is. */
  List<Fault> check(byte[] event) {
    return check(event, WorkBudget.ofRequest());
  }

  /**
   * What is wrong with an event; empty if nothing is.
   *
   * @param budget of the request that brought it
   */
  List<Fault> check(byte[] event, WorkBudget budget) {
    long began = System.nanoTime();
    SchemaEffort effort = budget.next();
    try {
      return check(schema, JSON.readTree(event), effort);
    } catch (JacksonException e) {
      return List.of(new Fault("", "is not well-formed JSON"));
    } catch (IOException e) {
      throw new AssertionError("there is no input or output", e);
    } finally {
      budget.spend(effort.spent(), System.nanoTime() - began);
    }
  }

  private static List<Fault> check(Schema schema, JsonNode node, SchemaEffort effort) {
    List<Error> errors;
    try {
      errors = effort.with(() -> schema.validate(effort, node, OutputFormat.DEFAULT));
    } catch (SchemaEffort.TooMuch | VirtualMachineError e) {
      // Recursion over a text or a value that is nested: whatever it is, it ends with its event.
      return List.of(new Fault("", TOO_MUCH_WORK));
    } catch (RuntimeException e) {
      return List.of(new Fault("", "can't be checked against the schema: " + e.getMessage()));
    }
    Faults faults = new Faults();
    errors.forEach(error -> add(error, faults));
    return faults.list();
  }

  private static void add(Error error, Faults faults) {
    String pointer = error.getInstanceLocation().toString();
    if ("required".equals(error.getKeyword())) {
      faults.add(Faults.below(pointer, error.getProperty()), "is required");
    } else if ("format.regex".equals(error.getMessageKey())) {
      faults.add(
          pointer,
          "must be a regular expression as in RE2, which has neither look-around nor back"
              + " references, and must not repeat too much");
    } else {
      faults.add(pointer, error.getMessage());
    }
  }
}
