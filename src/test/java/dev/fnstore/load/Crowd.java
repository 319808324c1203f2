package dev.fnstore.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/** Connects clients, from so many loopback addresses that ports do not run out. */
final class Crowd implements AutoCloseable {
  private static final int EVENT_LOOPS = 2;
  private static final int ADDRESSES = 50;
  private static final int SLOW_READ_BYTES = 512;
  private static final int CONNECT_TIMEOUT_MS = 20_000;

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(EVENT_LOOPS, NioIoHandler.newFactory());
  private final InetSocketAddress server;
  private final AtomicInteger connected = new AtomicInteger();

  Crowd(int port) {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Begins to connect. */
  ChannelFuture connect(ChannelHandler client) {
    return bootstrap(client).connect(server, from());
  }

  /** As {@link #connect}, with room for little that comes in. */
  ChannelFuture connectNarrow(ChannelHandler client) {
    return bootstrap(client)
        .option(ChannelOption.SO_RCVBUF, SLOW_READ_BYTES)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(SLOW_READ_BYTES))
        .connect(server, from());
  }

  private Bootstrap bootstrap(ChannelHandler client) {
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
        .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(client);
              }
            });
  }

  private InetSocketAddress from() {
    int number = connected.getAndIncrement() % ADDRESSES;
    try {
      InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + number)});
      return new InetSocketAddress(address, 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    loops.shutdownGracefully().syncUninterruptibly();
  }
}
