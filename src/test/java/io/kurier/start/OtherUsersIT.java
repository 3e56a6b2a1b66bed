package io.kurier.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kurier.support.NodeProcess;
import io.kurier.support.Program;
import io.kurier.support.ServerDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What other users of the machine can do to the files of the packaged service, which is run as root
 * and attacked as nobody.
 */
class OtherUsersIT {

  private static final boolean NATIVE = System.getProperty("native.executable") != null;

  private static final int EVERYBODY = 0755;
  private static final int STICKY = 01000;

  /** Says what it succeeded in, with each file of its input. */
  private static final String ATTACK =
      """
      while IFS= read -r file; do
        if [ -d "$file" ]; then
          ls "$file" && echo "SUCCESS listed $file"
          true > "$file/planted" && echo "SUCCESS planted in $file"
        else
          true < "$file" && echo "SUCCESS read $file"
          true >> "$file" && echo "SUCCESS wrote $file"
        fi
        mv -f "$file" "$file.moved" && echo "SUCCESS moved $file"
      done 2>&1 | grep ^SUCCESS || true
      """;

  private static @Nullable Path place;
  private static @Nullable NodeProcess node;

  /** The native executable carries none. */
  private static @Nullable ServerDatabase database;

  @BeforeAll
  static void start() throws IOException, SQLException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can be another user");
    assumeTrue(Program.installed("setpriv").isPresent(), "there is no setpriv");
    Path made = Files.createTempDirectory("kurier-other-users-");
    place = made;
    mode(made, EVERYBODY);
    mode(Files.createDirectory(made.resolve("work")), EVERYBODY);
    mode(Files.createDirectory(made.resolve("temp")), STICKY | 0777);
    String url = "";
    if (NATIVE) {
      database = new ServerDatabase();
      database.make();
      url = database.create("others");
    }
    node =
        NodeProcess.launch(
            NodeProcess.Setup.of(url)
                .options(List.of("-Djava.io.tmpdir=" + made.resolve("temp")))
                .with("KURIER_DATA_DIR", made.resolve("data").toString()),
            made.resolve("work"));
    node.awaitReady();
  }

  @AfterAll
  static void stop() throws IOException {
    if (node != null) {
      node.stop();
    }
    if (database != null) {
      database.stop();
    }
    if (place != null) {
      DataDir.deleteAll(place);
    }
  }

  @Test
  void theyCanNeitherReadNorChangeNorMoveAnyOfThem() throws Exception {
    Map<String, String> before = console();
    List<Path> files = new ArrayList<>(below("temp"));
    files.remove(place().resolve("temp"));
    if (!NATIVE) {
      files.addAll(below("data"));
    }
    assertEquals("", attack(files));
    assertEquals(before, console());
  }

  @Test
  void theAttackIsOne() throws Exception {
    Path open = Files.writeString(place().resolve("temp").resolve("open"), "");
    mode(open, 0666);
    assertEquals("SUCCESS read %1$s\nSUCCESS wrote %1$s\n".formatted(open), attack(List.of(open)));
    Files.delete(open);
  }

  /** It may be one that others can write to. */
  @Test
  void theConsoleIsNotReadFromTheWorkingDirectory() throws Exception {
    Map<String, String> before = console();
    Path planted = place().resolve("work").resolve("META-INF").resolve("resources");
    for (String path : node().get("/files.txt").lines().toList()) {
      Path file = planted.resolve(path.substring(1));
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, "planted");
    }
    assertEquals(before, console());
    DataDir.deleteAll(place().resolve("work").resolve("META-INF"));
  }

  @Test
  void whatIsWrittenOrRunBelongsToTheServicesUserAndIsClosedToOthers() throws IOException {
    Set<Path> used = used();
    if (!NATIVE) {
      Path program = place().resolve("data/postgresql/bin/postgres");
      assertTrue(used.contains(program), used.toString());
      used.addAll(below("data"));
    }
    used.addAll(below("temp"));
    used.remove(place().resolve("temp"));
    Set<String> faults = new TreeSet<>();
    for (Path file : used) {
      faults.addAll(faults(file));
    }
    assertEquals(Set.of(), faults);
  }

  /** Each file of the console with what is answered for it. */
  private static Map<String, String> console() throws Exception {
    Map<String, String> all = new TreeMap<>();
    for (String path : node().get("/files.txt").lines().toList()) {
      all.put(path, node().get(path));
    }
    all.put("/", node().get("/"));
    return all;
  }

  /** Tries everything on files, as nobody: what succeeded. */
  private static String attack(List<Path> files) throws IOException, InterruptedException {
    Path input = place().resolve("input");
    Files.writeString(input, files.stream().map(file -> file + "\n").collect(Collectors.joining()));
    Process nobody =
        new ProcessBuilder(
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", ATTACK)
            .redirectInput(input.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String succeeded = new String(nobody.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, nobody.waitFor());
    return succeeded;
  }

  /** What is wrong with who may change a file, or put another one in its place. */
  private static List<String> faults(Path file) throws IOException {
    List<String> faults = new ArrayList<>();
    for (Path each = file; each != null; each = each.getParent()) {
      int mode = unix(each, "mode");
      if (unix(each, "uid") != 0) {
        faults.add("not root's: " + each);
      }
      boolean ofOthers =
          each.equals(file) ? (mode & 0022) != 0 : (mode & 0002) != 0 && (mode & STICKY) == 0;
      if (ofOthers && !Files.isSymbolicLink(each)) {
        faults.add("may be written to by others: " + each);
      }
    }
    return faults;
  }

  /** What the service's processes have mapped to run or share it, or opened to write. */
  private static Set<Path> used() throws IOException {
    List<ProcessHandle> processes = new ArrayList<>();
    processes.add(ProcessHandle.of(node().pid()).orElseThrow());
    if (!NATIVE) {
      Path file = place().resolve("data/database/postmaster.pid");
      long postmaster = Long.parseLong(Files.readAllLines(file).getFirst().strip());
      processes.add(ProcessHandle.of(postmaster).orElseThrow());
    }
    Set<Path> used = new TreeSet<>();
    for (ProcessHandle process : processes) {
      for (ProcessHandle each : Stream.concat(Stream.of(process), process.descendants()).toList()) {
        Path directory = Path.of("/proc", Long.toString(each.pid()));
        used.addAll(mapped(directory));
        used.addAll(opened(directory));
      }
    }
    return used;
  }

  private static List<Path> mapped(Path process) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String line : Files.readAllLines(process.resolve("maps"))) {
      // Addresses, permissions, offset, device, number, file.
      String[] parts = line.split(" +", 6);
      if (parts.length == 6 && parts[1].matches("..x.|.w.s")) {
        add(files, parts[5]);
      }
    }
    return files;
  }

  private static List<Path> opened(Path process) throws IOException {
    List<Path> files = new ArrayList<>();
    Path descriptors = process.resolve("fd");
    try (Stream<Path> all = Files.list(descriptors)) {
      for (Path each : all.toList()) {
        String info =
            Files.readString(process.resolve("fdinfo").resolve(descriptors.relativize(each)));
        int flags = Integer.parseInt(info.replaceFirst("(?s).*flags:\\s*([0-7]+).*", "$1"), 8);
        if ((flags & 3) != 0) {
          add(files, Files.readSymbolicLink(each).toString());
        }
      }
    } catch (NoSuchFileException e) {
      // Closed meanwhile.
    }
    return files;
  }

  /** Pipes, sockets, devices, memory and what is deleted are no files that others could get at. */
  private static void add(List<Path> files, String name) {
    if (name.startsWith("/") && !name.startsWith("/dev/") && Files.isRegularFile(Path.of(name))) {
      files.add(Path.of(name));
    }
  }

  private static List<Path> below(String name) throws IOException {
    try (Stream<Path> files = Files.walk(place().resolve(name))) {
      return files.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static int unix(Path file, String attribute) throws IOException {
    return (int) Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  private static void mode(Path file, int mode) throws IOException {
    Files.setAttribute(file, "unix:mode", mode);
  }

  private static Path place() {
    return Objects.requireNonNull(place, "not made");
  }

  private static NodeProcess node() {
    return Objects.requireNonNull(node, "not started");
  }
}
