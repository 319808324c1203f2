package dev.fnstore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.resp.Reply;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerTest {
  private Peer peer;

  @BeforeEach
  void start() {
    peer = Peer.start(Peer.Kind.VALKEY_8, "--requirepass", "secret");
  }

  @AfterEach
  void close() {
    peer.close();
    assertThat(peer.folder()).doesNotExist();
    assertThat(ProcessHandle.of(peer.pid())).isEmpty();
  }

  @Test
  void shouldComeBackWithItsPortFolderAndOptions() {
    int port = peer.port();
    long pid = peer.pid();

    peer.kill();
    assertThat(peer.isRunning()).isFalse();
    assertThat(peer.folder().resolve("output")).isNotEmptyFile();
    assertThatThrownBy(peer::connect).isInstanceOf(UncheckedIOException.class);
    peer.restart();

    assertThat(peer.isRunning()).isTrue();
    assertThat(peer.port()).isEqualTo(port);
    assertThat(peer.pid()).isNotEqualTo(pid);
    assertThat(peer.ask("PING")).isEqualTo(Reply.ErrorReply.of("NOAUTH Authentication required."));
    assertThatThrownBy(() -> peer.askText("PING"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NOAUTH");
    try (RespConnection connection = peer.connect()) {
      assertThat(connection.call("AUTH", "secret")).isEqualTo(Reply.OK);
      assertThat(connection.call("CONFIG", "GET", "dir"))
          .isEqualTo(Reply.array(Reply.bulk("dir"), Reply.bulk(peer.folder().toString())));
    }
  }

  @Test
  void shouldRestartWhatIsAlive() {
    long pid = peer.pid();
    peer.restart();
    assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(peer.isRunning()).isTrue();
  }

  @Test
  void shouldAnswerOnlyOnceItIsContinued() {
    try (RespConnection connection = peer.connect()) {
      peer.stop();
      assertThat(peer.isRunning()).isFalse();
      connection.send("AUTH", "secret");
      connection.flush();
      connection.timeout(Duration.ofMillis(200));
      assertThatThrownBy(connection::read).isInstanceOf(UncheckedIOException.class);

      peer.cont();
      assertThat(peer.isRunning()).isTrue();
      connection.timeout(Duration.ofMinutes(1));
      assertThat(connection.read()).isEqualTo(Reply.OK);
    }
  }

  @Test
  void shouldRestartWhatIsStopped() {
    peer.stop();
    peer.restart();
    assertThat(peer.isRunning()).isTrue();
    assertThat(peer.ask("AUTH", "secret")).isEqualTo(Reply.OK);
  }
}
