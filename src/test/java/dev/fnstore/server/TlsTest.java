package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestCertificate;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.SslOptions;

/** TLS as clients see it, with certificates made for the test. */
@SuppressWarnings("NullAway.Init") // what @BeforeAll and @TempDir set
final class TlsTest {
  private static final String HOST = "127.0.0.1";

  @TempDir static Path certificates;
  private static TestCertificate own;
  private static TestCertificate other;
  private static TestCertificate ann;

  @TempDir Path folder;

  @BeforeAll
  static void makeCertificates() throws Exception {
    own = TestCertificate.make(certificates, "server");
    other = TestCertificate.make(certificates, "other");
    ann = TestCertificate.make(certificates, "ann");
  }

  private TestServer start(int tlsPort, String... more) {
    List<String> parameters =
        new ArrayList<>(
            List.of(
                "tls-port",
                Integer.toString(tlsPort),
                "tls-cert-file",
                own.certificateFile().toString(),
                "tls-key-file",
                own.keyFile().toString()));
    parameters.addAll(List.of(more));
    return TestServer.start(folder.resolve("store"), parameters.toArray(String[]::new));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static RespConnection connect(int port, @Nullable TestCertificate shown)
      throws Exception {
    return RespConnection.over(
        own.client(shown).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
  }

  @Test
  void shouldServeARealClient() throws Exception {
    int port = freePort();
    char[] password = TestCertificate.PASSWORD_TEXT.toCharArray();
    JedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .sslOptions(
                SslOptions.builder()
                    .truststore(own.trustStore().toFile(), password)
                    .keystore(ann.keyStore().toFile(), password)
                    .build())
            .build();
    try (TestServer server = start(port, "tls-ca-cert-file", ann.certificateFile().toString());
        Jedis jedis = new Jedis(new HostAndPort(HOST, port), config)) {
      jedis.functionLoad(
          "#!lua name=l\nredis.register_function('f', function(k, a) return a[1] end)");
      String large = "x".repeat(5 << 20);
      assertThat(jedis.fcall("f", List.of(), List.of(large))).isEqualTo(large);

      Pipeline pipeline = jedis.pipelined();
      List<Response<Object>> replies = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        replies.add(pipeline.fcall("f", List.of(), List.of("n" + i)));
      }
      pipeline.sync();

      for (int i = 0; i < replies.size(); i++) {
        assertThat(replies.get(i).get()).isEqualTo("n" + i);
      }
      assertThat(jedis.info("server")).contains("name=tls,bind=127.0.0.1,port=" + port);
      assertThat(server.port()).isZero();
    }
  }

  /** Pub/Sub comes unasked, CLIENT KILL and QUIT end a connection in their own ways. */
  @Test
  void shouldTellAndCloseAsInTheClear() throws Exception {
    int port = freePort();
    try (TestServer server = start(port, "tls-auth-clients", "no", "port", free());
        RespConnection plain = server.connect();
        RespConnection secure = connect(port, null)) {
      secure.call("SUBSCRIBE", "news");
      plain.call("PUBLISH", "news", "hello");
      assertThat(secure.read().toString()).contains("hello");

      assertThat(plain.call("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo(Reply.ONE);
      assertThatThrownBy(secure::read).isInstanceOf(UncheckedIOException.class);
      try (RespConnection leaving = connect(port, null)) {
        assertThat(leaving.call("QUIT")).isEqualTo(Reply.OK);
        assertThatThrownBy(leaving::read).isInstanceOf(UncheckedIOException.class);
      }
    }
  }

  private static String free() throws IOException {
    return Integer.toString(freePort());
  }

  /** What one client is owed is closed with it, although it never reads. */
  @Test
  void shouldCutOffWhoDoesNotRead() throws Exception {
    int port = freePort();
    try (TestServer server =
            start(port, "tls-auth-clients", "no", "port", free(), "client-output-limit", "2mb");
        RespConnection plain = server.connect();
        RespConnection secure = connect(port, null)) {
      plain.call("SET", "k", "x".repeat(1 << 20));
      secure.call("PING"); // it is in
      for (int i = 0; i < 20; i++) {
        secure.send("GET", "k");
      }
      secure.flush();
      Reply clients = plain.call("INFO", "clients");
      while (!clients.toString().contains("connected_clients:1\\r")) {
        clients = plain.call("INFO", "clients");
      }
      assertThat(plain.call("INFO", "stats").toString())
          .doesNotContain("client_output_buffer_limit_disconnections:0");
    }
  }

  @Test
  void shouldAskClientsForACertificateAsConfigured() throws Exception {
    int port = freePort();
    String authorities = ann.certificateFile().toString();
    try (TestServer server = start(port, "tls-ca-cert-file", authorities);
        RespConnection shown = connect(port, ann)) {
      assertThat(shown.call("PING")).isEqualTo(Reply.simple("PONG"));
      assertThat(shown.call("ACL", "WHOAMI")).isEqualTo(Reply.bulk("default"));
      assertRefused(port, null);
      assertRefused(port, other);
      assertThat(server.tlsPort()).isEqualTo(port);
    }
    try (TestServer server =
            start(port, "tls-ca-cert-file", authorities, "tls-auth-clients", "optional");
        RespConnection none = connect(port, null);
        RespConnection shown = connect(port, ann)) {
      assertThat(none.call("PING")).isEqualTo(Reply.simple("PONG"));
      assertThat(shown.call("PING")).isEqualTo(Reply.simple("PONG"));
      assertRefused(port, other);
      assertThat(server.tlsPort()).isEqualTo(port);
    }
  }

  private static void assertRefused(int port, @Nullable TestCertificate shown) {
    assertThatThrownBy(
            () -> {
              try (RespConnection connection = connect(port, shown)) {
                connection.call("PING");
              }
            })
        .isInstanceOfAny(UncheckedIOException.class, IOException.class);
  }

  @Test
  void shouldTakeTheUserFromTheCertificate() throws Exception {
    int port = freePort();
    Path users =
        Files.writeString(
            folder.resolve("users.acl"),
            "user default off\nuser ann on +@all ~*\nuser urn:other on +acl\nuser other off +@all\n");
    Path authorities = folder.resolve("ca.crt");
    Files.writeString(
        authorities,
        Files.readString(ann.certificateFile()) + Files.readString(other.certificateFile()));
    for (String field : List.of("CN", "URI")) {
      boolean byName = field.equals("CN");
      try (TestServer server =
              start(
                  port,
                  "tls-ca-cert-file",
                  authorities.toString(),
                  "tls-auth-clients-user",
                  field,
                  "aclfile",
                  users.toString());
          RespConnection as = connect(port, byName ? ann : other);
          RespConnection nobody = connect(port, byName ? other : ann)) {
        assertThat(as.call("ACL", "WHOAMI")).isEqualTo(Reply.bulk(byName ? "ann" : "urn:other"));
        assertThat(nobody.call("ACL", "WHOAMI"))
            .isEqualTo(Reply.ErrorReply.of("NOAUTH Authentication required."));
        assertThat(server.tlsPort()).isEqualTo(port);
      }
    }
  }

  @Test
  void shouldSayWhatIsWrongWithItsFiles() throws Exception {
    Path none = folder.resolve("none");
    Path text = Files.writeString(folder.resolve("text"), "no certificate");
    assertNoStart("tls-cert-file", "", "tls-port needs tls-cert-file: name a file");
    assertNoStart("tls-cert-file", none.toString(), "tls-cert-file names " + none + ", which");
    assertNoStart("tls-cert-file", text.toString(), "holds no certificate in PEM format");
    assertNoStart("tls-key-file", "", "tls-port needs tls-key-file");
    assertNoStart("tls-key-file", text.toString(), "holds no private key that can be used");
    assertNoStart("tls-key-file", other.keyFile().toString(), "is not that of tls-cert-file");
    assertNoStart("tls-auth-clients", "optional", "or ask clients for no certificate with");
    assertNoStart("tls-ca-cert-file", text.toString(), "tls-ca-cert-file names " + text);
  }

  private void assertNoStart(String parameter, String value, String message) throws Exception {
    boolean asksClients = parameter.contains("a-cert") || parameter.contains("clients");
    int port = freePort();
    assertThatThrownBy(
            () ->
                start(port, "tls-auth-clients", asksClients ? "optional" : "no", parameter, value))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(message);
  }
}
