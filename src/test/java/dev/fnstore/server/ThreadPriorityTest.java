package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the options of {@code bin/fnstore}, who reads history and who writes table files comes after
 * who runs commands.
 */
final class ThreadPriorityTest {
  private static final Pattern OPTION =
      Pattern.compile("-XX:(ThreadPriorityPolicy|JavaPriority\\d+_To_OSPriority)=\\d+");
  private static final int NICE = 16; // among the fields behind the name

  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX) // where Java has a system's priorities only with these options
  void shouldReadHistoryAndWriteTableFilesAfterCommands() throws IOException {
    String[] options =
        OPTION
            .matcher(Files.readString(Path.of("bin/fnstore")))
            .results()
            .map(found -> found.group())
            .toArray(String[]::new);
    try (ServerProcess server = ServerProcess.startWithJava(folder, options);
        RespConnection client = RespConnection.open(server.port())) {
      assertThat(client.call("FUNCTION", "LOG")).isEqualTo(Reply.array(List.of()));
      Map<String, Integer> nice = nice(server.pid());
      Integer usual = Objects.requireNonNull(nice.get("java"));
      for (String late : List.of("fnstore-reader-", "rocksdb:high", "rocksdb:low")) {
        assertThat(nice.remove(late)).as(late).isEqualTo(usual + 10);
      }
      assertThat(nice.values()).containsOnly(usual);
    }
  }

  /** By the first 15 characters of the names of threads. */
  private static Map<String, Integer> nice(long pid) throws IOException {
    Map<String, Integer> nice = new HashMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        int nameEnd = stat.lastIndexOf(')');
        String[] fields = stat.substring(nameEnd + 2).split(" ", -1);
        nice.put(stat.substring(stat.indexOf('(') + 1, nameEnd), Integer.parseInt(fields[NICE]));
      }
    }
    return nice;
  }
}
