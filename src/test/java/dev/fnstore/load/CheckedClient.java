package dev.fnstore.load;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection that knows which replies it is owed, in which order, and holds each against its
 * check. On its channel's event loop only, but for what says otherwise.
 */
class CheckedClient extends ChannelInboundHandlerAdapter {
  private static final Bytes BUSY = Bytes.of("BUSY ");
  private static final Bytes ABORTED_BY_BUSY = Bytes.of("EXECABORT");
  private static final int LONGEST_SHOWN = 300;

  /** Messages that are the replies to commands. */
  private static final Set<String> CONFIRMATIONS = Set.of("subscribe", "unsubscribe");

  private final String name;
  private final Findings findings;
  private final boolean mayBeBusy;
  private final ReplyDecoder decoder = new ReplyDecoder();
  private final Queue<Burst.Expected> owed = new ArrayDeque<>();
  private @Nullable Channel channel;
  private boolean leaving;

  /** When a reply last came, or was first owed; in ns. */
  private volatile long movedNanos = System.nanoTime();

  private volatile int owedCount;

  /**
   * A client that has not connected.
   *
   * @param mayBeBusy whether BUSY is an answer to any request
   */
  CheckedClient(String name, Findings findings, boolean mayBeBusy) {
    this.name = name;
    this.findings = findings;
    this.mayBeBusy = mayBeBusy;
  }

  final String name() {
    return name;
  }

  final Findings findings() {
    return findings;
  }

  final void problem(String text) {
    findings.problem(name + ": " + text);
  }

  final Channel channel() {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    return open;
  }

  final boolean isConnected() {
    Channel open = channel;
    return open != null && open.isActive();
  }

  @Override
  public final void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    findings.connected();
    begin();
  }

  /** Connected. */
  void begin() {}

  /** All that was owed has come. */
  void settled() {}

  /** A message that no request asked for. */
  void pushed(List<Reply> message) {
    problem("was told unasked: " + message);
  }

  final void send(Burst burst) {
    expect(burst);
    var unused = channel().writeAndFlush(burst.bytes());
  }

  /** Notes what is owed, for requests that are sent otherwise. */
  final void expect(Burst burst) {
    if (owed.isEmpty()) {
      movedNanos = System.nanoTime();
    }
    owed.addAll(burst.expected());
    owedCount = owed.size();
  }

  @Override
  public final void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      decoder.feed(bytes);
    } finally {
      bytes.release();
    }
    try {
      Reply reply = decoder.next();
      while (reply != null) {
        accept(reply);
        reply = decoder.next();
      }
    } catch (IllegalStateException e) {
      problem("does not understand the server: " + e.getMessage());
      leave();
    }
  }

  private void accept(Reply reply) {
    List<Reply> message = messageIn(reply);
    if (message != null) {
      findings.pushed();
      pushed(message);
      return;
    }
    findings.replied();
    movedNanos = System.nanoTime();
    Burst.Expected next = owed.poll();
    owedCount = owed.size();
    if (next == null) {
      problem("is owed nothing and got " + shown(reply));
    } else if (isBusy(reply)) {
      findings.wasBusy();
    } else if (!next.check().accepts(reply)) {
      problem("asked " + next + " and got " + shown(reply));
    }
    if (owed.isEmpty()) {
      settled();
    }
  }

  /** The items of {@code reply} if it is a message, else null. */
  @Nullable List<Reply> messageIn(Reply reply) {
    return reply instanceof Reply.Push push && !isConfirmation(push.items()) ? push.items() : null;
  }

  static boolean isConfirmation(List<Reply> items) {
    return items.get(0) instanceof Reply.Bulk kind && CONFIRMATIONS.contains(kind.value().toText());
  }

  private boolean isBusy(Reply reply) {
    return mayBeBusy
        && reply instanceof Reply.ErrorReply error
        && (error.text().startsWith(BUSY) || error.text().startsWith(ABORTED_BY_BUSY));
  }

  private static String shown(Reply reply) {
    String text = reply.toString();
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    if (!leaving) {
      problem("was cut off while it was owed " + owed.size() + ", first " + owed.peek());
      leaving = true;
    }
  }

  @Override
  public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!leaving) {
      problem("fails: " + cause);
    }
    var unused = context.close();
  }

  /** Ends the connection; whatever is owed is given up. */
  final void leave() {
    leaving = true;
    owedCount = 0;
    Channel open = channel;
    if (open != null) {
      var unused = open.close();
    }
  }

  final void later(long ms, Runnable task) {
    var unused = channel().eventLoop().schedule(task, ms, TimeUnit.MILLISECONDS);
  }

  /** From any thread: how long nothing has come although something is owed, in s. */
  final long stuckSeconds() {
    return owedCount == 0 ? 0 : (System.nanoTime() - movedNanos) / 1_000_000_000;
  }

  /** From any thread: replies that are still owed. */
  final int owedCount() {
    return owedCount;
  }
}
