package dev.fnstore.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Goes without a word in the middle of something: a command, a reply, a script, a transaction, a
 * subscription; by an orderly end or by a reset.
 */
final class Vanisher extends ChannelInboundHandlerAdapter {
  private static final int LONGEST_STAY_MS = 40;

  private final Findings findings;
  private final Random random;

  Vanisher(Findings findings, Random random) {
    this.findings = findings;
    this.random = random;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    findings.connected();
    Channel channel = context.channel();
    if (random.nextBoolean()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0); // a reset
    }
    boolean reads = random.nextBoolean();
    channel.config().setAutoRead(reads);
    ByteBuf all = scene().bytes();
    int cut = random.nextInt(3) == 0 ? random.nextInt(all.readableBytes()) : all.readableBytes();
    channel
        .writeAndFlush(all.readSlice(cut).retain())
        .addListener(written -> leaveSoon(channel, random.nextInt(LONGEST_STAY_MS)));
  }

  private static void leaveSoon(Channel channel, int ms) {
    Runnable leave =
        () -> {
          var unused = channel.close();
        };
    var unused = channel.eventLoop().schedule(leave, ms, TimeUnit.MILLISECONDS);
  }

  private Burst scene() {
    Burst burst = new Burst();
    Check any = reply -> true;
    switch (random.nextInt(9)) {
      case 0 -> burst.add(any, "SET", "vanished", "x".repeat(random.nextInt(100_000)));
      case 1 -> {
        for (int i = 0; i < 300; i++) {
          burst.add(any, "GET", "large");
        }
      }
      case 2 -> burst.add(any, "FCALL", "load_loop", "0", "gone", "60000");
      case 3 -> {
        burst.add(any, "MULTI");
        burst.add(any, "FCALL", "load_loop", "0", "gone", "30000");
        burst.add(any, "SUBSCRIBE", "channel:gone");
        burst.add(any, "EXEC");
      }
      case 4 -> {
        burst.add(any, "HELLO", "3");
        burst.add(any, "CLIENT", "TRACKING", "ON");
        for (int i = 0; i < 20; i++) {
          burst.add(any, "GET", "tracked:" + random.nextInt(TrackingWork.KEYS));
        }
      }
      case 5 -> {
        burst.add(any, "WATCH", "tracked:0", "tracked:1");
        burst.add(any, "PSUBSCRIBE", "channel:*");
      }
      case 6 -> {
        int pair = random.nextInt(FunctionWork.PAIRS);
        for (int i = 0; i < 5; i++) {
          burst.add(
              any,
              "FCALL",
              "load_pair",
              "2",
              FunctionWork.left(pair),
              FunctionWork.right(pair),
              "gone",
              "20000");
        }
      }
      case 7 -> burst.add(any, "MONITOR");
      default -> {
        burst.add(any, "EVAL", "for i = 1, 100 do server.call('GET', 'large') end", "0");
        burst.add(any, "QUIT");
      }
    }
    return burst;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ((ByteBuf) message).release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var unused = context.close();
  }
}
