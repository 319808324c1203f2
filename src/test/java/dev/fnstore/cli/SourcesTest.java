package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestCertificate;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answers: a server, or the folder of a stopped one; and what is said when nobody does. */
final class SourcesTest {
  private static final List<String> QUESTIONS =
      List.of(
          "log",
          "log --library b --oldest-first",
          "log --kind tag",
          "log -n 1 --after 3",
          "show 3",
          "show good",
          "show --library a",
          "show --library a --as-of 2",
          "show --library none",
          "diff 1",
          "diff good 2",
          "diff 4 4",
          "diff 9",
          "list",
          "list --code --library ?",
          "list --as-of good",
          "list --as-of never",
          "verify",
          "verify --from 2 --to 3",
          "verify --to 9");

  @TempDir Path folder;

  @Test
  void shouldAnswerFromAFolderAsItsServerDid() {
    Map<String, Cli.Result> answers = new LinkedHashMap<>();
    try (TestServer server = TestServer.start(store());
        RespConnection client = server.connect()) {
      client.call("FUNCTION", "LOAD", "MESSAGE", "first", source("a", "f"));
      client.call("FUNCTION", "LOAD", source("b", "g"));
      client.call("FUNCTION", "TAG", "SET", "good");
      client.call("FUNCTION", "LOAD", "REPLACE", source("a", "h"));
      client.call("FUNCTION", "DELETE", "b");
      for (String question : QUESTIONS) {
        answers.put(question, ask(question, "--url", url(server.port())));
        answers.put(question + " -o json", ask(question + " -o json", "--url", url(server.port())));
      }
      answers.put("dump", ask("dump", "--url", url(server.port())));
      answers.put("dump --as-of 2", ask("dump --as-of 2", "--url", url(server.port())));
    }
    answers.forEach(
        (question, answer) ->
            assertThat(ask(question, "--data-dir", store().toString()))
                .as(question)
                .isEqualTo(answer));
    String stopped = store().toString();
    assertThat(ask("log", "--data-dir", stopped).lines()).hasSize(6);
    assertThat(ask("diff 1", "--data-dir", stopped).code()).isEqualTo(1);
    assertThat(ask("list --as-of never", "--data-dir", stopped).err())
        .isEqualTo("fnstore: no tag 'never'\n");
  }

  @Test
  void shouldLeaveAFolderAloneThatIsInUseOrHasNoLog() throws IOException {
    try (TestServer server = TestServer.start(store())) {
      assertThat(server.port()).isPositive();
      Cli.Result result = ask("log", "--data-dir", store().toString());
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .contains(store() + " is in use by another process. Stop that server first");
    }
    Cli.Result result = ask("log", "--data-dir", folder.resolve("none").toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("there is no event log in " + folder.resolve("none"));
    assertThat(folder.resolve("none")).doesNotExist();
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(ask("verify", "--data-dir", empty.toString()).code()).isEqualTo(2);
    try (Stream<Path> files = Files.list(empty)) {
      assertThat(files).isEmpty();
    }
    assertThat(ask("log", "--data-dir", empty.toString(), "--url", url(1)).err())
        .contains("give one");
  }

  @Test
  void shouldSayWhatToDoWhereNobodyAnswers() throws IOException {
    Cli.Result result = ask("list", "--url", url(freePort()));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("fnstore: no server answers at 127.0.0.1:")
        .contains("connection refused")
        .endsWith("Start one with 'fnstore server', or name another with --url.\n");
  }

  @Test
  void shouldNotWaitForAServerThatIsGone() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Cli.Result> waiting =
          CompletableFuture.supplyAsync(() -> ask("list", "--url", url(listening.getLocalPort())));
      try (Socket client = listening.accept()) {
        assertThat(client.getInputStream().read()).isEqualTo('*'); // of HELLO
        client.getOutputStream().write("%0\r\n".getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
        client.getInputStream().skipNBytes("*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n*".length());
      }
      Cli.Result result = waiting.get(30, TimeUnit.SECONDS);
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .endsWith(
              " was gone before it had answered. It may have done what was asked: see"
                  + " 'fnstore log'.\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "localhost",
        "localhost:7379",
        "valkey://",
        "valkey://localhost/1",
        "valkey://localhost:port",
        "valkey://host name",
        ""
      })
  void shouldRefuseWhatIsNoAddress(String url) {
    Cli.Result result = ask("list", "--url", url);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("'" + url + "' is no address of a server");
  }

  @Test
  void shouldTakeNoPasswordFromTheUrl() {
    Cli.Result result = ask("list", "--url", "valkey://ann:secret@localhost");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("set FNSTORE_PASSWORD").doesNotContain("secret");
  }

  @Test
  void shouldSayWhoItIs() {
    try (TestServer server = TestServer.start(store(), "requirepass", "sesame");
        RespConnection admin = server.connect()) {
      admin.call("AUTH", "sesame");
      admin.call("ACL", "SETUSER", "ann", "on", ">open", "+function");
      String url = url(server.port());
      String asAnn = url.replace("//", "//ann@");
      assertThat(ask("list", "--url", url).err())
          .contains("the server wants a password. Set FNSTORE_PASSWORD");
      assertThat(ask("list", "--url", asAnn).err())
          .contains("the password of user 'ann' is not known. Set FNSTORE_PASSWORD.");
      assertThat(new Cli().with("FNSTORE_PASSWORD", "sesame").run("list", "--url", url).code())
          .isZero();
      assertThat(new Cli().with("FNSTORE_PASSWORD", "open").run("list", "--url", asAnn).code())
          .isZero();
      assertThat(new Cli().with("FNSTORE_PASSWORD", "wrong").run("list", "--url", asAnn).err())
          .contains("the server knows no such user, or the password is wrong")
          .doesNotContain("wrong.\n" + "wrong");
      Cli asked = new Cli();
      asked.terminal().answer("open");
      assertThat(asked.run("list", "--url", asAnn).code()).isZero();
      assertThat(asked.terminal().questions())
          .containsExactly("Password of ann at 127.0.0.1:" + server.port() + ": ");
      assertThat(new Cli().with("FNSTORE_PASSWORD", "open").run("call", "f", "--url", asAnn).err())
          .contains("NOPERM");
    }
  }

  @Test
  void shouldSpeakTls() throws Exception {
    TestCertificate own = TestCertificate.make(folder, "server");
    TestCertificate ann = TestCertificate.make(folder, "ann");
    int port = freePort();
    try (TestServer server =
        TestServer.start(
            store(),
            "tls-port",
            Integer.toString(port),
            "tls-cert-file",
            own.certificateFile().toString(),
            "tls-key-file",
            own.keyFile().toString(),
            "tls-ca-cert-file",
            ann.certificateFile().toString())) {
      assertThat(server.tlsPort()).isEqualTo(port);
      String url = "valkeys://127.0.0.1:" + port;
      String[] trusting = {"--url", url, "--cacert", own.certificateFile().toString()};
      List<String> known = new ArrayList<>(List.of(trusting));
      known.addAll(
          List.of("--cert", ann.certificateFile().toString(), "--key", ann.keyFile().toString()));
      assertThat(ask("list", known.toArray(String[]::new)).err()).isEmpty();
      assertThat(ask("list", trusting).code()).as("without a certificate").isEqualTo(2);
      assertThat(ask("list", "--url", url).err()).contains("no server answers at 127.0.0.1:");
      assertThat(ask("list", "--url", url, "--cert", "x").err()).contains("belong together");
      assertThat(ask("list", "--url", url, "--cacert", "no-such-file").err())
          .contains("--cacert: the file no-such-file cannot be read.");
    }
  }

  private Path store() {
    return folder.resolve("store");
  }

  private static Cli.Result ask(String question, String... where) {
    List<String> arguments = new ArrayList<>(List.of(question.split(" ")));
    arguments.addAll(List.of(where));
    return new Cli().run(arguments.toArray(String[]::new));
  }

  private static String url(int port) {
    return "valkey://127.0.0.1:" + port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String source(String name, String function) {
    return "#!lua name=%s\nserver.register_function('%s', function() return '\\255' end)"
        .formatted(name, function);
  }
}
