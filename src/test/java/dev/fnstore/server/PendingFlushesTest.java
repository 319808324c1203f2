package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PendingFlushesTest {
  private static final int MANY = 100;

  private final List<Runnable> atEndOfPass = new ArrayList<>();
  private final PendingFlushes flushes = new PendingFlushes(atEndOfPass::add);
  private final List<EmbeddedChannel> channels = new ArrayList<>();

  @AfterEach
  void close() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void shouldSendAtTheEndOfThePassWhatWasWrittenInIt() {
    Counted counted = new Counted();
    SocketHandler one = socket(counted);
    SocketHandler other = socket(new Counted());
    one.write(bytes("a"), false);
    one.write(bytes("bc"), false);
    other.write(bytes("d"), false);
    assertThat(sent(0)).isEmpty();
    assertThat(atEndOfPass).hasSize(1);

    endPass();
    assertThat(sent(0)).isEqualTo("abc");
    assertThat(sent(1)).isEqualTo("d");
    assertThat(counted.bytes).isEqualTo(3);

    one.write(bytes("e"), false);
    endPass();
    assertThat(sent(0)).isEqualTo("e");
  }

  @Test
  void shouldNotKeepMuchUntilTheEndOfThePass() {
    Counted counted = new Counted();
    SocketHandler socket = socket(counted);
    socket.write(new byte[100], false);
    assertThat(counted.bytes).isZero();
    socket.write(new byte[64 << 10], false);
    assertThat(counted.bytes).isEqualTo(100 + (64 << 10));
    socket.write(new byte[100], false);
    endPass();
    assertThat(counted.bytes).isEqualTo(200 + (64 << 10));
  }

  @Test
  void shouldNotHaveTheFirstOfManyWaitForAll() {
    for (int i = 0; i < MANY; i++) {
      socket(new Counted()).write(bytes("a"), false);
    }
    assertThat(sent(0)).isEqualTo("a");
    assertThat(sent(MANY - 1)).isEmpty();
    endPass();
    assertThat(sent(MANY - 1)).isEqualTo("a");
  }

  /** Who hears that all has gone may have more to say. */
  @Test
  void shouldSendWhatIsWrittenBecauseOfWhatWasSent() {
    SocketHandler[] socket = new SocketHandler[1];
    socket[0] =
        socket(
            new Counted() {
              @Override
              public void sent(int count) {
                if (bytes == 0) {
                  socket[0].write(bytes("second"), false);
                }
                super.sent(count);
              }
            });
    socket[0].write(bytes("first "), false);
    endPass();
    assertThat(sent(0)).isEqualTo("first second");
  }

  @Test
  void shouldSendToTheOthersWhereOneFails() {
    SocketHandler failing =
        socket(
            new Counted() {
              @Override
              public void sent(int count) {
                throw new IllegalStateException("for the test");
              }
            });
    SocketHandler other = socket(new Counted());
    failing.write(bytes("a"), false);
    other.write(bytes("b"), false);
    endPass();
    assertThat(sent(1)).isEqualTo("b");

    other.write(bytes("c"), false);
    endPass();
    assertThat(sent(1)).isEqualTo("c");
  }

  /** So many are written to while one is flushed that all are flushed meanwhile, and then one. */
  @Test
  void shouldSendToAllThatAreAddedWhileManyAreFlushed() {
    List<SocketHandler> others = new ArrayList<>();
    SocketHandler first =
        socket(
            new Counted() {
              @Override
              public void sent(int count) {
                others.forEach(other -> other.write(bytes("b"), false));
              }
            });
    for (int i = 0; i < MANY; i++) {
      others.add(socket(new Counted()));
    }
    first.write(bytes("a"), false);
    endPass();
    endPass();
    for (int i = 0; i <= MANY; i++) {
      assertThat(sent(i)).as("socket %s", i).isEqualTo(i == 0 ? "a" : "b");
    }
  }

  @Test
  void shouldSendAtOnceWhereTheEndOfThePassTakesNothing() {
    List<Runnable> taken = new ArrayList<>();
    PendingFlushes refused =
        new PendingFlushes(
            task -> {
              taken.add(task);
              throw new IllegalStateException("for the test");
            });
    SocketHandler socket = socket(new Counted(), refused);
    for (int i = 1; i <= 2; i++) {
      assertThatThrownBy(() -> socket.write(bytes("a"), false))
          .isInstanceOf(IllegalStateException.class);
      assertThat(sent(0)).isEqualTo("a");
      assertThat(taken).hasSize(i);
    }
  }

  @Test
  void shouldSendWhatWasWrittenBeforeTheSocketIsClosed() {
    socket(new Counted()).write(bytes("by Vert.x"), false);
    var unused = channels.get(0).close();
    assertThat(sent(0)).isEqualTo("by Vert.x");

    SocketHandler cut = socket(new Counted());
    cut.write(bytes("by us"), false);
    cut.close();
    assertThat(sent(1)).isEqualTo("by us");

    SocketHandler last = socket(new Counted());
    last.write(bytes("the last"), true);
    endPass();
    assertThat(sent(2)).isEqualTo("the last");
    assertThat(channels.get(2).isOpen()).isFalse();
  }

  private SocketHandler socket(SocketHandler.Receiver receiver) {
    return socket(receiver, flushes);
  }

  private SocketHandler socket(SocketHandler.Receiver receiver, PendingFlushes pending) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channels.add(channel);
    channel.pipeline().addLast("vertx", new ChannelInboundHandlerAdapter());
    ChannelHandlerContext vertxHandler = channel.pipeline().context("vertx");
    SocketHandler socket =
        new SocketHandler(
            vertxHandler, Bytes.of("127.0.0.1:1"), new OutputQueue(channel.eventLoop()), pending);
    socket.open(receiver, 0);
    return socket;
  }

  private void endPass() {
    List<Runnable> tasks = List.copyOf(atEndOfPass);
    atEndOfPass.clear();
    tasks.forEach(Runnable::run);
  }

  private String sent(int channel) {
    StringBuilder text = new StringBuilder();
    ByteBuf next = channels.get(channel).readOutbound();
    while (next != null) {
      text.append(next.toString(StandardCharsets.ISO_8859_1));
      next.release();
      next = channels.get(channel).readOutbound();
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Counts what has been sent. */
  private static class Counted implements SocketHandler.Receiver {
    int bytes;

    @Override
    public void received(ByteBuf received) {}

    @Override
    public void inputShut() {}

    @Override
    public void sent(int count) {
      bytes += count;
    }
  }
}
