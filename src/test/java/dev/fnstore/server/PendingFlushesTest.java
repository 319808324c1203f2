package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

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
    EmbeddedChannel channel = new EmbeddedChannel();
    channels.add(channel);
    channel.pipeline().addLast("vertx", new ChannelInboundHandlerAdapter());
    ChannelHandlerContext vertxHandler = channel.pipeline().context("vertx");
    SocketHandler socket =
        new SocketHandler(
            vertxHandler, Bytes.of("127.0.0.1:1"), new OutputQueue(channel.eventLoop()), flushes);
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
