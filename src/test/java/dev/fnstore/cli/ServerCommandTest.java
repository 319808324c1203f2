package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server process starts, refuses to start, and ends. */
final class ServerCommandTest {
  private static final String LIBRARY =
      "#!lua name=a\nserver.register_function('f', function() return 'hello' end)";

  @TempDir Path folder;

  @Test
  void shouldSayWhereItListensAndStores() {
    try (ServerProcess server = ServerProcess.start(folder)) {
      server.terminate();
      assertThat(server.output())
          .contains("fnstore listens on 127.0.0.1:" + server.port())
          .contains("fnstore stores in " + folder + ", at revision 0");
    }
  }

  @Test
  void shouldEndCleanlyOnSigtermAndRemember() {
    try (ServerProcess server = ServerProcess.start(folder);
        RespConnection connection = server.connect()) {
      connection.call("FUNCTION", "LOAD", LIBRARY);
      assertThat(server.terminate()).isZero();
    }
    try (ServerProcess server = ServerProcess.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(connection.call("FCALL", "f", "0")).isEqualTo(Reply.bulk("hello"));
      connection.send("SHUTDOWN");
      connection.flush();
      assertThat(connection.isAtEnd()).isTrue();
      assertThat(server.awaitExit()).isZero();
    }
  }

  @Test
  void shouldEndOnSigtermWhileAScriptRunsWithoutEnd() {
    try (ServerProcess server = ServerProcess.start(folder);
        RespConnection connection = server.connect()) {
      connection.call(
          "FUNCTION",
          "LOAD",
          "#!lua name=a\nserver.register_function('spin', function() while true do end end)");
      for (int i = 0; i < 50; i++) {
        connection.send("FCALL", "spin", "0"); // each of them would begin when the last one ends
      }
      connection.flush();
      assertThat(server.terminate()).isZero();
      assertThat(server.output()).doesNotContain("still busy");
    }
  }

  @Test
  void shouldRefuseAFolderThatAnotherServerHas() {
    try (ServerProcess first = ServerProcess.start(folder);
        ServerProcess second = ServerProcess.launch(folder, Map.of())) {
      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.output())
          .contains("is in use by another process")
          .contains("choose another folder with --data-dir");
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void shouldRefuseAPortInUse() {
    try (ServerProcess first = ServerProcess.start(folder.resolve("one"));
        ServerProcess second =
            ServerProcess.launch(
                folder.resolve("two"), Map.of(), "--config", "port=" + first.port())) {
      assertThat(second.awaitExit()).isEqualTo(1);
      assertThat(second.output())
          .contains("cannot listen on 127.0.0.1:" + first.port())
          .contains("choose another port with --port");
    }
  }

  @Test
  void shouldRefuseAFolderThatIsAFile() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "");
    try (ServerProcess server = ServerProcess.launch(file, Map.of())) {
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(server.output()).contains("is a file").contains("--data-dir");
    }
  }

  @Test
  void shouldRefuseAnUnknownParameter() {
    try (ServerProcess server =
        ServerProcess.launch(folder, Map.of(), "--config", "no-such-thing=1")) {
      assertThat(server.awaitExit()).isEqualTo(1);
      assertThat(server.output()).contains("there is no parameter 'no-such-thing'");
    }
  }

  @Test
  void shouldVerifyTheLogOfAStoppedServer() throws IOException {
    try (ServerProcess server = ServerProcess.start(folder);
        RespConnection connection = server.connect()) {
      connection.call("FUNCTION", "LOAD", LIBRARY);
      assertThat(verify()).as("while the server has the folder").isEqualTo(2);
      server.kill();
    }
    Path wal = writeAheadLog();
    byte[] good = Files.readAllBytes(wal);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(wal, bad);
    assertThat(verify()).as("damaged").isEqualTo(2);
    Files.write(wal, good);
    assertThat(verify()).as("mended").isZero();
  }

  private Path writeAheadLog() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      return files
          .filter(file -> file.toString().endsWith(".log") && file.toFile().length() > 0)
          .findFirst()
          .orElseThrow();
    }
  }

  private int verify() {
    return new Cli().run("verify", "--data-dir", folder.toString()).code();
  }
}
