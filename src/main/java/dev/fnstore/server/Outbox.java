package dev.fnstore.server;

import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Replies;
import dev.fnstore.resp.Reply;
import dev.fnstore.resp.RespWriter;
import dev.fnstore.server.dispatch.Statistics;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client is still to be sent. Replies are held here until what they acknowledge is on
 * disk; messages that no request of the client's asked for may be put in by any thread and go out
 * behind the replies that are held. Bytes are sent by the event loop, in the order in which they
 * were handed to it.
 *
 * <p>Belongs to who has the client's turn, but for what says otherwise.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final SocketHandler socket;
  private final Statistics statistics;
  private final LongSupplier mostUnsentBytes;
  private final RespWriter held = new RespWriter();
  private final Queue<Reply> messages = new ConcurrentLinkedQueue<>();
  private final AtomicLong unsentBytes = new AtomicLong();
  private final AtomicLong messageBytes = new AtomicLong();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong sentBytes = new AtomicLong();
  private boolean closing;

  /**
   * An empty one.
   *
   * @param mostUnsentBytes a client that leaves more than this unread is cut off
   */
  Outbox(SocketHandler socket, LongSupplier mostUnsentBytes, Statistics statistics) {
    this.statistics = statistics;
    this.socket = socket;
    this.mostUnsentBytes = mostUnsentBytes;
  }

  /** Holds a reply; false if it does not fit into memory, and the client cannot go on. */
  boolean hold(Reply reply, Protocol protocol) {
    try {
      held.write(reply, protocol);
      return true;
    } catch (OutOfMemoryError | StackOverflowError e) {
      LOG.error("A reply does not fit into memory", e);
      closing = true;
      return false;
    }
  }

  /**
   * From any thread: adds a message; it goes out behind the reply to the request that runs, or at
   * the end of the turn.
   */
  void add(Reply message) {
    messageBytes.addAndGet(Replies.footprintBytes(message));
    messages.add(message);
  }

  /** From any thread: the client has gone; what it was still to be told is forgotten. */
  void forgetMessages() {
    while (nextMessage() != null) {
      // each is taken off what is counted
    }
  }

  /** What is held is the last that the client gets. */
  void closeWhenSent() {
    closing = true;
  }

  boolean isClosing() {
    return closing;
  }

  /** Of what is held. */
  int heldBytes() {
    return held.length();
  }

  /** From any thread: about what messages take that are not behind the replies yet. */
  long messageBytes() {
    return messageBytes.get();
  }

  /** From any thread: bytes handed to the event loop that have not left this process. */
  long unsentBytes() {
    return unsentBytes.get();
  }

  /** From any thread: bytes that have left this process. */
  long sentBytes() {
    return sentBytes.get();
  }

  /** On the event loop: so many bytes have left. */
  void sent(int bytes) {
    unsentBytes.addAndGet(-bytes);
    sentBytes.addAndGet(bytes);
  }

  /** Puts messages that have come in behind the replies that are held. */
  void takeMessages(Protocol protocol) {
    Reply message = nextMessage();
    while (message != null && hold(message, protocol)) {
      message = nextMessage();
    }
  }

  private @Nullable Reply nextMessage() {
    Reply message = messages.poll();
    if (message != null) {
      messageBytes.addAndGet(-Replies.footprintBytes(message));
    }
    return message;
  }

  /**
   * Hands over all that is held; at once if this is the client's event loop. A client for whom
   * there is no memory is cut off: whoever sends has others to send to.
   */
  void send(Protocol protocol) {
    try {
      handOver(protocol);
    } catch (OutOfMemoryError e) {
      LOG.error("What a client is answered does not fit into memory", e);
      closing = true;
      socket.close();
    }
  }

  private void handOver(Protocol protocol) {
    takeMessages(protocol);
    boolean close = closing;
    if (held.length() == 0 && !close) {
      return;
    }
    byte[] bytes = held.take();
    if (unsentBytes.addAndGet(bytes.length) > mostUnsentBytes.getAsLong()) {
      statistics.outputLimitReached();
      socket.cutOff("it does not read what it is answered");
    } else if (queued.get() == 0 && socket.eventLoop().inEventLoop()) {
      socket.write(bytes, close);
    } else {
      queued.incrementAndGet();
      socket
          .output()
          .add(
              () -> {
                queued.decrementAndGet();
                socket.write(bytes, close);
              });
    }
  }
}
