package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The reference of the settings is made from the interfaces that they are read through. */
class SettingsDocTest {

  private static final Path FILE = Path.of("docs", "settings.md");
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final String RENEW = "./mvnw test -Dtest=SettingsDocTest -Dsettings.write";

  private static final String HEAD =
      """
      # Settings

      Every setting of Kurier's own, made from the code by `%s`. Each is given as an environment
      variable, or as a system property (`-Dkurier.retention=P7D`). Durations are ISO 8601 (`P30D`, `PT15S`) or a number and a
      unit (`15S`, `10M`, `2H`). They are read at the start. A property below `kurier.` that is not listed here is taken for a
      misspelt one, and the service does not start. Those of the platform that an operator may want to change stand in
      [operations](operations.md#settings-of-the-platform), those of traces in [traces](operations.md#traces).

      | environment | property | value | default | meaning |
      |---|---|---|---|---|
      """
          .formatted(RENEW);

  /**
   * A setting.
   *
   * @param prefix of the mapping that it was found in
   */
  private record Setting(
      String name, String prefix, String type, @Nullable String byDefault, String meaning) {

    String row() {
      String value =
          switch (type) {
            case "Duration" -> "duration";
            case "boolean" -> "`true`, `false`";
            case "int" -> "whole number";
            case "Optional<List<String>>" -> "list, separated by commas";
            default -> "text";
          };
      return "| `%s` | `%s` | %s | %s | %s |%n"
          .formatted(
              name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"),
              name,
              value,
              byDefault == null ? "–" : "`" + byDefault + "`",
              meaning);
    }
  }

  @Test
  void theFileIsWhatTheCodeSays() throws IOException {
    Map<String, Setting> settings = settings();
    assertFalse(settings.isEmpty());
    String made = HEAD + settings.values().stream().map(Setting::row).collect(Collectors.joining());
    if (System.getProperty("settings.write") != null) {
      Files.writeString(FILE, made);
    }
    assertEquals(
        made, Files.readString(FILE), () -> FILE + " is out of date. Renew it by " + RENEW);
  }

  private static Map<String, Setting> settings() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, Setting> settings = new TreeMap<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(SOURCES)) {
      List<Path> mappings =
          sources.filter(source -> source.toString().endsWith("Config.java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(mappings));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Mapping(docs, settings).scan(unit, null);
      }
    }
    return settings;
  }

  /** Reads the settings of one source file. */
  private static final class Mapping extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final DocTrees docs;
    private final Map<String, Setting> settings;
    private String prefix = "";

    Mapping(DocTrees docs, Map<String, Setting> settings) {
      this.docs = docs;
      this.settings = settings;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      String mapped = argument(type.getModifiers(), ConfigMapping.class);
      if (mapped == null) {
        return null;
      }
      prefix = mapped;
      return members(type, getCurrentPath(), mapped);
    }

    private @Nullable Void members(ClassTree type, TreePath at, String path) {
      for (Tree member : type.getMembers()) {
        if (member instanceof MethodTree method && method.getBody() == null) {
          String named = argument(method.getModifiers(), WithName.class);
          String name = path + "." + (named == null ? kebab(method.getName().toString()) : named);
          ClassTree group = group(type, method);
          if (group == null) {
            add(name, method, new TreePath(at, method));
          } else {
            members(group, new TreePath(at, group), name);
          }
        }
      }
      return null;
    }

    private static @Nullable ClassTree group(ClassTree type, MethodTree method) {
      String returned = String.valueOf(method.getReturnType());
      for (Tree member : type.getMembers()) {
        if (member instanceof ClassTree group && group.getSimpleName().contentEquals(returned)) {
          return group;
        }
      }
      return null;
    }

    private void add(String name, MethodTree method, TreePath at) {
      Setting setting =
          new Setting(
              name,
              prefix,
              String.valueOf(method.getReturnType()),
              argument(method.getModifiers(), WithDefault.class),
              meaning(at));
      // What is mapped twice is explained where it is used: by the mapping of that package.
      settings.merge(name, setting, (a, b) -> a.prefix().length() > b.prefix().length() ? a : b);
    }

    private String meaning(TreePath method) {
      DocCommentTree comment = docs.getDocCommentTree(method);
      return comment == null
          ? ""
          : comment.getFullBody().stream()
              .map(Mapping::text)
              .collect(Collectors.joining())
              .replaceAll("\\s+", " ")
              .replace("|", "\\|");
    }

    private static String text(DocTree part) {
      return switch (part) {
        case LiteralTree literal -> "`" + literal.getBody().getBody() + "`";
        case LinkTree link -> "`" + link.getReference() + "`";
        default -> part.toString();
      };
    }

    /** The one argument of an annotation; null where there is no such annotation. */
    private static @Nullable String argument(ModifiersTree modifiers, Class<?> annotation) {
      for (AnnotationTree each : modifiers.getAnnotations()) {
        if (each.getAnnotationType().toString().equals(annotation.getSimpleName())) {
          ExpressionTree value = each.getArguments().getFirst();
          ExpressionTree literal =
              value instanceof AssignmentTree named ? named.getExpression() : value;
          return String.valueOf(((com.sun.source.tree.LiteralTree) literal).getValue());
        }
      }
      return null;
    }

    private static String kebab(String name) {
      return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
  }
}
