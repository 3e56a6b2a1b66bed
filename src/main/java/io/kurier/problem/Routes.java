package io.kurier.problem;

import io.kurier.observe.PathTemplates;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the interface and what each takes, as the resources declare them. The framework
 * itself answers by the methods of a resource class, which are those of several paths.
 */
@Singleton
class Routes implements PathTemplates {

  private volatile @Nullable List<Route> all;

  /** The path that a request asks for; empty where there is none. */
  Optional<Route> at(String path) {
    List<String> segments = Route.segments(path);
    return all().stream().filter(route -> route.takes(segments)).findFirst();
  }

  @Override
  public Optional<String> of(String path) {
    return at(path).map(Route::template);
  }

  /** Every path. */
  List<Route> all() {
    List<Route> known = all;
    if (known == null) {
      known = read(ResteasyReactiveRecorder.getCurrentDeployment());
      all = known;
    }
    return known;
  }

  private static List<Route> read(Deployment deployment) {
    Map<String, Declared> declared = new LinkedHashMap<>();
    RuntimeResourceVisitor.visitRuntimeResources(
        deployment.getPrefix(),
        deployment.getClassMappers(),
        new RuntimeResourceVisitor() {
          @Override
          public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
            declared
                .computeIfAbsent(Route.withoutSlash(path), template -> new Declared())
                .add(method, resource.getConsumes());
          }
        });
    // What is named in full comes before what a parameter would take too.
    return declared.entrySet().stream()
        .map(entry -> entry.getValue().toRoute(entry.getKey()))
        .sorted(Comparator.comparingLong(Route::parameters).thenComparing(Route::template))
        .toList();
  }

  /** What the resources of a path declare. */
  private static final class Declared {

    private final TreeSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
    private final List<String> patchTypes = new ArrayList<>();

    void add(String method, Collection<MediaType> consumes) {
      methods.add(method);
      if (method.equals("GET")) {
        methods.add("HEAD");
      }
      if (method.equals("PATCH")) {
        consumes.forEach(type -> patchTypes.add(type.toString()));
      }
    }

    Route toRoute(String template) {
      return new Route(template, List.copyOf(methods), patchTypes);
    }
  }
}
