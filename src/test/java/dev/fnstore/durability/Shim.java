package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The shim of {@code src/test/c/disk.c}, compiled for one test and put between a server and a
 * folder of its disk: notes what it writes, syncs and sends, and fails on demand.
 *
 * <p>Where there is no gcc a test that needs it is skipped and says so; with {@code
 * -Dpeers.required=true} it fails.
 */
final class Shim {
  static final int EIO = 5;
  static final int ENOSPC = 28;

  /** Calls that can fail; to be added up. */
  static final int WRITES = 1;

  static final int SYNCS = 2;
  static final int CREATIONS = 4;

  /** Files whose calls can fail; to be added up. */
  static final int ALL_FILES = 0;

  static final int WRITE_AHEAD_LOGS = 1;
  static final int TABLES = 2;
  static final int MANIFESTS = 4;

  private static final Path SOURCE = Path.of("src/test/c/disk.c");
  private static final int NUMBERS = 8;
  private static final int ERROR = 0;
  private static final int CALLS = 1;
  private static final int STILL_SUCCEEDING = 2;
  private static final int FAILED = 3;
  private static final int LIE = 4;
  private static final int FILES = 5;

  private final Path library;
  private final Path watched;
  private final Path traces;
  private final Path control;

  /** One for each process: what was killed may have left half a note at its end. */
  private final List<Path> started = new ArrayList<>();

  private Shim(Path work, Path watched) {
    this.library = work.resolve("disk.so");
    this.watched = watched.toAbsolutePath();
    this.traces = work.resolve("traces");
    this.control = work.resolve("control");
  }

  /**
   * Compiles the shim, or skips the test.
   *
   * @param work for the shim's own files, not below {@code watched}
   * @param watched the folder that it stands before
   */
  static Shim before(Path watched, Path work) {
    try {
      Files.createDirectories(work);
      Files.createDirectories(watched);
      Files.createDirectories(work.resolve("traces"));
      Shim shim = new Shim(work, watched);
      compile(shim.library);
      Files.write(shim.control, new byte[NUMBERS * Integer.BYTES]);
      return shim;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path library) throws IOException {
    Process compiler;
    try {
      compiler =
          new ProcessBuilder(
                  List.of(
                      "gcc",
                      "-O2",
                      "-Wall",
                      "-shared",
                      "-fPIC",
                      "-o",
                      library.toString(),
                      SOURCE.toString(),
                      "-ldl",
                      "-lpthread"))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      missing("gcc cannot be started, which the disk shim needs: " + e.getMessage());
      return;
    }
    String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!compiler.waitFor(1, TimeUnit.MINUTES) || compiler.exitValue() != 0) {
        fail("the disk shim does not compile:\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void missing(String reason) {
    if (Boolean.getBoolean("peers.required")) {
      fail(reason);
    }
    System.err.println("skipped: " + reason);
    Assumptions.abort(reason);
  }

  /** What the environment of one server needs for it, the next one to be started. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", library.toAbsolutePath().toString());
    environment.put("FNSTORE_DISK_FOLDER", watched.toString());
    Path trace = traces.resolve(String.valueOf(started.size())).toAbsolutePath();
    started.add(trace);
    environment.put("FNSTORE_DISK_TRACE", trace.toString());
    environment.put("FNSTORE_DISK_CONTROL", control.toAbsolutePath().toString());
    return environment;
  }

  /** All that was noted so far. */
  List<Note> notes() {
    return started.stream().flatMap(trace -> Note.readAll(trace).stream()).toList();
  }

  /** From now on syncs do nothing and say that they were done. */
  void lie() {
    set(LIE, 1);
  }

  /**
   * From now on calls fail.
   *
   * @param error the errno
   * @param calls which
   * @param files of which files
   * @param stillSucceeding how many of them are done before the first that fails
   */
  void failCalls(int error, int calls, int files, int stillSucceeding) {
    set(ERROR, 0);
    set(CALLS, calls);
    set(FILES, files);
    set(STILL_SUCCEEDING, stillSucceeding);
    set(FAILED, 0);
    set(ERROR, error);
  }

  /** How many calls were made to fail. */
  int failures() {
    try (RandomAccessFile file = new RandomAccessFile(control.toFile(), "r")) {
      file.seek((long) FAILED * Integer.BYTES);
      return Integer.reverseBytes(file.readInt());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void set(int index, int number) {
    try (RandomAccessFile file = new RandomAccessFile(control.toFile(), "rw")) {
      file.seek((long) index * Integer.BYTES);
      file.writeInt(Integer.reverseBytes(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
