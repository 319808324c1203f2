package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.InvalidValueException;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Client;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One connection whose event loop and executor are this thread, so that what one of them does just
 * while the other looks happens on purpose.
 */
final class ConnectionTest {
  /** More than may wait, and less than runs in two turns. */
  private static final int TOO_MANY_REQUESTS = 1500;

  @TempDir Path folder;

  private ServerAssembly assembly;
  private PausingChannel channel;
  private SocketHandler socket;
  private Connection connection;

  @BeforeEach
  void connect() throws InvalidValueException {
    ServerConfig config = new ServerConfig();
    config.preset("dir", folder.toString());
    assembly = new ServerAssembly(config, () -> {}, failure -> {}, () -> {});
    channel = new PausingChannel();
    channel.pipeline().addLast("vertx", new ChannelInboundHandlerAdapter());
    ChannelHandlerContext vertxHandler = channel.pipeline().context("vertx");
    Bytes address = Bytes.of("127.0.0.1:1");
    socket =
        new SocketHandler(
            vertxHandler,
            address,
            new OutputQueue(channel.eventLoop()),
            new PendingFlushes(Runnable::run));
    connection =
        new Connection(
            socket,
            assembly.executor(),
            assembly.monitor(),
            assembly.dispatcher(),
            config,
            Client.connected(1, address, address, true, 0, assembly.accounts().defaultAccount()),
            assembly.statistics(),
            new ClientMemory(() -> 0, () -> {}),
            assembly.notifications().blocked(),
            requests -> {});
    socket.open(connection, 0);
    // Somebody else runs commands, so that requests wait.
    assertThat(assembly.executor().tryEnter()).isTrue();
  }

  @AfterEach
  void close() {
    assembly.monitor().close();
    assembly.store().close();
  }

  /**
   * The executor had run all that waited, and looked whether to read on, before the pause took
   * hold: nobody ended it, since a client that is not answered is not sent anything either.
   */
  @Test
  void shouldReadOnIfAllHasRunJustBeforeThePause() {
    receive("CLIENT REPLY OFF\r\n");
    runAsTheExecutor();
    channel.beforePause = this::runAsTheExecutor;
    receive("PING\r\n".repeat(TOO_MANY_REQUESTS));
    assertThat(channel.pauses).isEqualTo(1);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void shouldNotReadOnWhileTooMuchWaits() {
    receive("CLIENT REPLY OFF\r\n" + "PING\r\n".repeat(TOO_MANY_REQUESTS));
    assertThat(channel.config().isAutoRead()).isFalse();
    runAsTheExecutor();
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(channel.pauses).isEqualTo(1);
  }

  /** The executor ended with it, and the server with the executor. */
  @Test
  void shouldCutOffWhomThereIsNoMemoryToAnswer() {
    Outbox outbox =
        new Outbox(
            socket,
            () -> {
              throw new OutOfMemoryError("on purpose");
            },
            assembly.statistics());
    assertThat(outbox.hold(Reply.OK, Protocol.RESP2)).isTrue();
    assertThatCode(() -> outbox.send(Protocol.RESP2)).doesNotThrowAnyException();
    assertThat(outbox.isClosing()).isTrue();
    assertThat(channel.isOpen()).isFalse();
  }

  private void receive(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  /** Two batches. */
  private void runAsTheExecutor() {
    for (int i = 0; i < 2; i++) {
      connection.runWaiting();
      connection.sendReplies();
      connection.rescheduleIfWaiting();
    }
    channel.runPendingTasks();
  }

  /** Tells when reading is about to be paused. */
  private static final class PausingChannel extends EmbeddedChannel {
    private @Nullable ChannelConfig config;
    private @Nullable Runnable beforePause;
    private int pauses;

    @Override
    public ChannelConfig config() {
      if (config == null) { // asked before this object is wholly made
        config =
            new DefaultChannelConfig(this) {
              @Override
              public ChannelConfig setAutoRead(boolean on) {
                if (!on) {
                  paused();
                }
                return super.setAutoRead(on);
              }
            };
      }
      return config;
    }

    private void paused() {
      pauses++;
      Runnable first = beforePause;
      beforePause = null;
      if (first != null) {
        first.run();
      }
    }
  }
}
