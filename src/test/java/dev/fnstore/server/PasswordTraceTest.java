package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Passwords that were used in every way, right, wrong and out of place, are found nowhere: not in
 * the files, not in what the server prints, not in what any client is told.
 */
final class PasswordTraceTest {
  /** What every password of this test contains, whole or after a typing error. */
  private static final String MARK = "hunter";

  private static final List<String> SAID =
      List.of(
          "ACL SETUSER ann on >hunter1 ~* &* +@all",
          "ACL SETUSER ann >hunter2 <hunter1",
          "ACL SETUSER ann <hunter3",
          "ACL SETUSER ann >hunter3 +nosuch",
          "ACL SETUSER ann (>hunter4)",
          "ACL SETUSER ann \"(+get <hunter4 ~a)\"",
          "ACL SETUSER ann ( >hunter4",
          "ACL SETUSER \"a b\" >hunter4",
          "AUTH ann hunter2",
          "AUTH ann hunter9",
          "AUTH nobody hunter9",
          "AUTH hunter9",
          "AUTH ann hunter9 x",
          "HELLO 3 AUTH ann hunter2 SETNAME me",
          "HELLO 2 AUTH ann hunter9",
          "HELLO 2 SETNAME me AUTH ann hunter2",
          "HELLO 2 AUTH ann hunter2 NOSUCH",
          "CONFIG SET requirepass hunter5",
          "CONFIG SET maxmemory 0 requirepass hunter6 timeout 0",
          "CONFIG SET requirepass hunter7 maxmemory nosuch",
          "CONFIG SET requirepass hunter7 requirepass hunter8",
          "CONFIG SET REQUIREPASS hunter7",
          "CONFIG GET requirepass",
          "CONFIG GET *",
          "AUTH hunter7",
          "MULTI",
          "AUTH ann hunter2",
          "AUTH ann hunter9",
          "ACL SETUSER bea on >hunter8 +@all",
          "CONFIG SET requirepass hunter1",
          "HELLO 3 AUTH ann hunter9",
          "EXEC",
          "EVAL \"return redis.pcall('auth', ARGV[1])\" 0 x",
          "ACL SAVE",
          "ACL LOAD",
          "ACL DELUSER bea",
          "ACL GETUSER ann",
          "ACL LIST",
          "ACL USERS",
          "ACL LOG 100",
          "SLOWLOG GET 1000",
          "COMMANDLOG GET 1000 large-request",
          "COMMANDLOG GET 1000 large-reply",
          "CLIENT LIST",
          "CLIENT INFO",
          "FUNCTION STATS",
          "INFO everything");

  @TempDir Path folder;

  @Test
  void shouldLeaveNoTraceOfPasswords() throws IOException {
    Path file = Files.createFile(folder.resolve("users.acl"));
    StringBuilder told = new StringBuilder();
    int shown;
    try (ServerProcess server =
            ServerProcess.start(
                folder.resolve("store"),
                "--config",
                "aclfile=" + file,
                "--config",
                "slowlog-log-slower-than=0",
                "--config",
                "commandlog-request-larger-than=0",
                "--config",
                "commandlog-reply-larger-than=0",
                "--config",
                "slowlog-max-len=1000");
        RespConnection monitor = server.connect();
        RespConnection client = server.connect()) {
      monitor.call("MONITOR");
      for (String line : SAID) {
        told.append(client.call(QuotedWords.split(Bytes.of(line)).orElseThrow().toArray()));
      }
      client.call("ECHO", "the end");
      shown = monitored(monitor, told);
      client.call("FUNCTION", "LOAD", "#!lua name=l\nredis.register_function('f', print)");
      assertThat(Files.readString(file)).contains("user ann on").contains("user bea on");
      assertThat(server.terminate()).isZero();
      told.append(server.output());
    }

    assertThat(shown).isGreaterThan(10);
    assertThat(told.toString()).contains("(redacted)").doesNotContain(MARK);
    assertThat(filesWith(MARK)).isEmpty();
    assertThat(filesWith("user ann")).containsExactly(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /** Adds what MONITOR has shown; gives how many lines. */
  private static int monitored(RespConnection monitor, StringBuilder told) {
    int lines = 0;
    Reply line = Reply.OK;
    while (!line.toString().contains("the end")) {
      line = monitor.read();
      told.append(line);
      lines++;
    }
    return lines;
  }

  private List<Path> filesWith(String text) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
