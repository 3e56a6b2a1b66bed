package io.kurier.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an overlay is rendered to, by kubectl, as {@code kubectl apply -k} would send it.
 *
 * @param name its directory's
 * @param documents as they are, in their order
 */
record Overlay(String name, List<JsonNode> documents) {

  static final List<String> ALL = List.of("dev", "production");

  private static final ObjectMapper YAML = new YAMLMapper();

  private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();

  /** Renders each once. */
  static Overlay of(String name) {
    return RENDERED.computeIfAbsent(name, Overlay::render);
  }

  static Stream<Overlay> all() {
    return ALL.stream().map(Overlay::of);
  }

  /** The resources of a type, each checked against it. */
  <T> List<T> all(Class<T> type) {
    return documents.stream().filter(isA(type)).map(each -> Strict.read(each, type)).toList();
  }

  /** The only resource of a type. */
  <T> T the(Class<T> type) {
    List<T> all = all(type);
    if (all.size() != 1) {
      throw new AssertionError(name + " has " + all.size() + " of " + type.getSimpleName());
    }
    return all.getFirst();
  }

  @Override
  public String toString() {
    return name;
  }

  /** Reads YAML of several documents. */
  static List<JsonNode> read(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return documents.readAll();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Predicate<JsonNode> isA(Class<?> type) {
    return document -> Kinds.of(document) == type;
  }

  private static Overlay render(String name) {
    Path directory = Path.of("k8s", "overlays", name);
    Process kubectl;
    try {
      kubectl =
          new ProcessBuilder("kubectl", "kustomize", directory.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "kubectl is not installed: it renders the manifests, and needs no cluster for it.", e);
    }
    try {
      String rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kubectl.waitFor() != 0) {
        throw new AssertionError("kubectl kustomize " + directory + " failed, see above");
      }
      return new Overlay(name, read(rendered));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
