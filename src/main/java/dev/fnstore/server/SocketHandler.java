package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of one connection. It stands in the channel's pipeline before Vert.x's own handler, so
 * that what comes in is parsed from the buffer in which it came, and what goes out is written from
 * the array in which it was made. Vert.x accepts, sets up and closes the channel as ever.
 *
 * <p>On the channel's event loop only, but for what says otherwise.
 */
final class SocketHandler extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SocketHandler.class);

  /**
   * Many, since thousands of connections that were made at once are asked at once too, and a
   * machine drops what its queue of packets does not hold: with three questions, as Valkey asks
   * them, 4,000 of 10,000 living clients were taken for dead.
   */
  private static final int KEEP_ALIVE_QUESTIONS = 10;

  /** More is not kept back until the end of the pass. */
  private static final int MOST_UNFLUSHED_BYTES = 64 << 10;

  /** Of Linux. */
  private static final int MOST_KEEP_ALIVE_SECONDS = 32767;

  private final ChannelHandlerContext vertxHandler;
  private final Bytes address;
  private final OutputQueue output;
  private final PendingFlushes flushes;

  /**
   * What was written and not flushed: its bytes, and the end of its last; null if there is none.
   */
  private int unflushedBytes;

  private @Nullable ChannelFuture unflushed;

  private Receiver receiver = new Nobody();

  /** What becomes of what comes in. */
  interface Receiver {
    /** Bytes have come; {@code bytes} is not kept. */
    void received(ByteBuf bytes);

    /** The client has shut its side of the connection; all it sent before has been received. */
    void inputShut();

    /** {@code bytes} of what was written have left this process. */
    void sent(int bytes);
  }

  private static final class Nobody implements Receiver {
    @Override
    public void received(ByteBuf bytes) {}

    @Override
    public void inputShut() {}

    @Override
    public void sent(int bytes) {}
  }

  /**
   * The bytes of a channel that Vert.x has just accepted.
   *
   * @param vertxHandler Vert.x's place in the channel's pipeline
   */
  SocketHandler(
      ChannelHandlerContext vertxHandler,
      Bytes address,
      OutputQueue output,
      PendingFlushes flushes) {
    this.flushes = flushes;
    this.vertxHandler = vertxHandler;
    this.address = address;
    this.output = output;
  }

  /**
   * Begins to receive.
   *
   * @param keepAliveSeconds after how long without a byte the client's machine is asked whether it
   *     is still there, ten times, a tenth of that time apart; 0 for never
   */
  void open(Receiver newReceiver, int keepAliveSeconds) {
    receiver = newReceiver;
    keepAlive(keepAliveSeconds);
    // Without this the end of what a client sends would close the socket before it is answered.
    vertxHandler.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    vertxHandler.pipeline().addBefore(vertxHandler.name(), "fnstore", this);
  }

  /** Without it a client whose machine has gone would be held forever. */
  private void keepAlive(int seconds) {
    ChannelConfig options = vertxHandler.channel().config();
    options.setOption(ChannelOption.SO_KEEPALIVE, seconds > 0);
    if (seconds > 0 && options instanceof EpollSocketChannelConfig epoll) {
      epoll.setTcpKeepIdle(Math.min(seconds, MOST_KEEP_ALIVE_SECONDS));
      epoll.setTcpKeepIntvl(
          Math.max(1, Math.min(seconds, MOST_KEEP_ALIVE_SECONDS) / KEEP_ALIVE_QUESTIONS));
      epoll.setTcpKeepCnt(KEEP_ALIVE_QUESTIONS);
    } // else as the system has it
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      receiver.received(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      receiver.inputShut();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("Connection {}: {}", address, cause.toString());
    var unused = context.close();
  }

  void pauseReading() {
    vertxHandler.channel().config().setAutoRead(false);
  }

  void resumeReading() {
    vertxHandler.channel().config().setAutoRead(true);
  }

  /**
   * Writes, and flushes by the end of the event loop's pass.
   *
   * @param close whether the connection ends with these bytes
   */
  void write(byte[] bytes, boolean close) {
    ChannelHandlerContext context = vertxHandler.pipeline().context(this);
    if (context == null) {
      return; // closed meanwhile
    }
    boolean isPending = unflushed != null;
    ChannelFuture written = context.write(Unpooled.wrappedBuffer(bytes));
    unflushed = written;
    unflushedBytes += bytes.length;
    if (close) {
      written.addListener(
          done -> {
            var unused = context.close();
          });
    }
    if (unflushedBytes >= MOST_UNFLUSHED_BYTES) {
      flush();
    } else if (!isPending) {
      flushes.add(this);
    }
  }

  /** Sends what was written, as far as the client's machine takes it. */
  void flush() {
    ChannelFuture written = unflushed;
    int bytes = unflushedBytes;
    unflushed = null;
    unflushedBytes = 0;
    if (written != null) {
      ChannelHandlerContext context = vertxHandler.pipeline().context(this);
      if (context != null) {
        context.flush();
      }
      if (written.isDone()) {
        receiver.sent(bytes);
      } else {
        written.addListener(done -> receiver.sent(bytes));
      }
    }
  }

  /** What was written before goes out before. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    flush();
    var unused = context.close(promise);
  }

  /**
   * From any thread: closes the socket; of what was written before goes out what its client's
   * machine takes at once. Not through Vert.x or TLS, which would first send all that waits: to a
   * client that does not read, it would never come to an end.
   */
  void close() {
    EventLoop loop = eventLoop();
    if (loop.inEventLoop()) {
      closeNow();
      return;
    }
    try {
      loop.execute(this::closeNow);
    } catch (RejectedExecutionException e) {
      LOG.debug("Connection {} has ended with its event loop", address);
    }
  }

  private void closeNow() {
    flush();
    ChannelHandlerContext first = vertxHandler.pipeline().firstContext();
    var unused = first == null ? vertxHandler.channel().close() : first.close();
  }

  /** From any thread: as {@link #close}, and the log tells why. */
  void cutOff(String reason) {
    LOG.warn("Client {} is cut off: {}", address, reason);
    close();
  }

  EventLoop eventLoop() {
    return vertxHandler.channel().eventLoop();
  }

  /** What other threads have to send on this event loop. */
  OutputQueue output() {
    return output;
  }
}
