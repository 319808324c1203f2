package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.ProtocolException;
import dev.fnstore.resp.Reply;
import dev.fnstore.resp.RequestLimits;
import dev.fnstore.resp.RequestParser;
import dev.fnstore.resp.RespWriter;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Dispatcher;
import dev.fnstore.server.dispatch.Transaction;
import dev.fnstore.server.script.ScriptMonitor;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's socket. Its event loop parses requests into a queue; whoever has its turn takes them
 * from there in order: the executor, or, while a script is busy, the event loop, which then answers
 * BUSY. Bytes are always sent by the event loop, in the order in which they were handed to it.
 *
 * <p>Both directions are bounded: a client that sends faster than commands run is not read from,
 * and one that does not read what it is answered gets nothing more run.
 */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private static final int MAX_WAITING_REQUESTS = 1024;
  private static final long MAX_WAITING_BYTES = 1 << 20;

  /** Turns of the event loop without a byte after which a client that shut its side is done. */
  private static final int QUIET_TURNS = 3;

  private static final int MAX_REQUESTS_PER_TURN = 1024;
  private static final int MAX_REPLY_BYTES_PER_TURN = 1 << 20;
  private static final long MAX_UNSENT_BYTES = 4 << 20;

  private final NetSocket socket;
  private final Context eventLoop;
  private final CommandExecutor executor;
  private final ScriptMonitor monitor;
  private final Dispatcher dispatcher;
  private final ServerConfig config;
  private final Client client;
  private final RequestParser parser = new RequestParser(RequestLimits.DEFAULT);

  private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final ClientMemory.Share memory;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final ReentrantLock turn = new ReentrantLock();
  private final AtomicLong unsentBytes = new AtomicLong();
  private final RespWriter replies = new RespWriter();
  private boolean closeAfterReplies;
  private boolean readingPaused;
  private boolean readingEnded;
  private boolean inputShut;
  private long chunks;
  private volatile boolean closed;

  /** What a client sent: a request, or the reason why nothing more of it can be read. */
  private sealed interface Request {}

  private record Words(List<Bytes> words) implements Request {}

  private record Violation(Bytes message) implements Request {}

  /** Nothing more comes: the client has shut its side, or is none of ours. */
  private record End() implements Request {}

  Connection(
      NetSocket socket,
      Context eventLoop,
      CommandExecutor executor,
      ScriptMonitor monitor,
      Dispatcher dispatcher,
      ServerConfig config,
      Client client,
      ClientMemory memory) {
    this.socket = socket;
    this.eventLoop = eventLoop;
    this.executor = executor;
    this.monitor = monitor;
    this.dispatcher = dispatcher;
    this.config = config;
    this.client = client;
    this.memory = memory.share(this::abort, "client " + client.address());
  }

  /** On the event loop: bytes have come. */
  void received(Buffer bytes) {
    if (readingEnded || memory.isEvicted()) {
      return;
    }
    chunks++;
    parser.limit(
        new RequestLimits(
            RequestLimits.DEFAULT.maxWords(),
            config.maxWordBytes(),
            RequestLimits.DEFAULT.maxInlineBytes(),
            config.maxRequestBytes()));
    parser.feed(bytes.getBytes());
    try {
      List<Bytes> words = parser.next();
      while (words != null && !readingEnded) {
        receivedRequest(words);
        words = parser.next();
      }
    } catch (ProtocolException e) {
      endReading(new Violation(e.text()));
    }
    if (isFull() && !readingPaused) {
      socket.pause();
      readingPaused = true;
    }
    memory.parsing(parser.heldBytes());
    scheduleIfWaiting();
    if (monitor.isBusy()) {
      answerWhileBusy();
    }
  }

  private void receivedRequest(List<Bytes> words) {
    Bytes first = words.get(0);
    if (first.equalsIgnoreCase("host:") || first.equalsIgnoreCase("post")) {
      // A browser that was tricked into talking to us: what else it says is not its user's will.
      LOG.warn("Client {} speaks HTTP: it is cut off", client.address());
      endReading(new End());
    } else {
      waitingBytes.addAndGet(ClientMemory.bytes(words));
      enqueue(new Words(words));
    }
  }

  private void endReading(Request last) {
    readingEnded = true;
    if (!readingPaused) {
      socket.pause();
      readingPaused = true;
    }
    enqueue(last);
  }

  /**
   * On the event loop: the client has shut its side of the connection. What it sent before is still
   * answered, as it is by Valkey.
   */
  void inputShut() {
    inputShut = true;
    endOnceDrained(chunks, QUIET_TURNS);
  }

  /** Bytes from before the end may still wait to be delivered, also while reading is paused. */
  private void endOnceDrained(long seenChunks, int quietTurns) {
    if (closed || readingEnded || readingPaused) {
      return; // the next resume asks again
    } else if (quietTurns == 0) {
      endReading(new End());
      scheduleIfWaiting();
    } else {
      // A timer, not a task: between two of them the event loop reads what there is to read.
      eventLoop
          .owner()
          .setTimer(
              1,
              nothing ->
                  endOnceDrained(chunks, chunks == seenChunks ? quietTurns - 1 : QUIET_TURNS));
    }
  }

  private boolean isFull() {
    return waitingCount.get() > MAX_WAITING_REQUESTS || waitingBytes.get() > MAX_WAITING_BYTES;
  }

  private boolean hasRoom() {
    return waitingCount.get() < MAX_WAITING_REQUESTS / 2
        && waitingBytes.get() < MAX_WAITING_BYTES / 2;
  }

  private void enqueue(Request request) {
    waiting.add(request);
    waitingCount.incrementAndGet();
  }

  private @Nullable Request takeWaiting() {
    Request request = waiting.poll();
    if (request != null) {
      waitingCount.decrementAndGet();
      if (request instanceof Words words) {
        waitingBytes.addAndGet(-ClientMemory.bytes(words.words()));
      }
    }
    return request;
  }

  private void scheduleIfWaiting() {
    if (!waiting.isEmpty() && scheduled.compareAndSet(false, true)) {
      executor.schedule(this);
    }
  }

  /** On the executor: runs what waits, up to a fair share. */
  void runWaiting() {
    turn.lock();
    try {
      for (int i = 0; i < MAX_REQUESTS_PER_TURN && mayRun(); i++) {
        Request request = takeWaiting();
        if (request == null) {
          return;
        }
        answer(request, null);
      }
    } finally {
      account();
      turn.unlock();
    }
  }

  /** By who has the turn: what this client makes the server hold beside its half-read request. */
  private void account() {
    Transaction transaction = client.transaction();
    memory.holding(
        waitingBytes.get()
            + unsentBytes.get()
            + replies.length()
            + (transaction == null ? 0 : transaction.bytes()));
  }

  private boolean mayRun() {
    return !closed
        && !memory.isEvicted()
        && !closeAfterReplies
        && executor.mayGoOn()
        && replies.length() < MAX_REPLY_BYTES_PER_TURN
        && unsentBytes.get() < MAX_UNSENT_BYTES;
  }

  private void answer(Request request, Reply.@Nullable ErrorReply busy) {
    if (request instanceof Violation violation) {
      replies.write(new Reply.ErrorReply(violation.message()), client.protocol());
      closeAfterReplies = true;
    } else if (request instanceof End) {
      closeAfterReplies = true;
    } else if (request instanceof Words words) {
      write(reply(words.words(), busy));
      closeAfterReplies |= client.isClosing();
    }
  }

  /** An error of ours in one request ends its client, not the server. */
  private Reply reply(List<Bytes> words, Reply.@Nullable ErrorReply busy) {
    try {
      return busy == null
          ? dispatcher.dispatch(client, words)
          : dispatcher.dispatchWhileBusy(client, words, busy);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("A request of {} failed before it ran", client.address(), e);
      client.close();
      return Reply.err("internal error: " + e);
    }
  }

  private void write(Reply reply) {
    try {
      replies.write(reply, client.protocol());
    } catch (OutOfMemoryError | StackOverflowError e) {
      LOG.error("A reply to {} does not fit into memory; it is cut off", client.address(), e);
      closeAfterReplies = true;
    }
  }

  /** Hands what was answered to the event loop; on the executor. */
  void sendReplies() {
    turn.lock();
    try {
      sendLocked();
    } finally {
      turn.unlock();
    }
  }

  private void sendLocked() {
    boolean close = closeAfterReplies;
    if (replies.length() == 0 && !close) {
      return;
    }
    byte[] bytes = replies.take();
    long unsent = unsentBytes.addAndGet(bytes.length);
    boolean cutOff = unsent > config.maxOutputBytes();
    eventLoop.runOnContext(nothing -> send(bytes, close, cutOff));
  }

  private void send(byte[] bytes, boolean close, boolean cutOff) {
    if (closed) {
      return;
    } else if (cutOff) {
      LOG.warn("Client {} is cut off: it does not read what it is answered", client.address());
      socket.close();
      return;
    }
    socket
        .write(Buffer.buffer(bytes))
        .onComplete(
            sent -> {
              unsentBytes.addAndGet(-bytes.length);
              if (close) {
                socket.close();
              } else {
                goOn();
              }
            });
  }

  /** On the event loop: room was made, for reading or for running. */
  private void goOn() {
    if (readingPaused && !readingEnded && !closed && hasRoom()) {
      readingPaused = false;
      socket.resume();
      if (inputShut) {
        endOnceDrained(chunks, QUIET_TURNS);
      }
    }
    scheduleIfWaiting();
  }

  /** On the executor, after its batch: what is left runs in a later one. */
  void rescheduleIfWaiting() {
    scheduled.set(false);
    if (!closed && unsentBytes.get() < MAX_UNSENT_BYTES) {
      scheduleIfWaiting();
    }
  }

  /**
   * On the event loop, while a script is busy: answers all that waits, unless it is this client's
   * own script, or the executor has just come back.
   */
  void answerWhileBusy() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      // What waits in `replies` is committed where a script is busy: that came before the script
      // began, and nothing was added since by the executor, which is in it. Where none is busy any
      // more neither may be touched, so nothing is taken and nothing is sent.
      Optional<Reply.ErrorReply> busy = monitor.busyReply();
      while (busy.isPresent() && !closeAfterReplies && !closed) {
        Request request = takeWaiting();
        if (request == null) {
          break;
        }
        answer(request, busy.get());
        sendLocked();
        busy = monitor.busyReply();
      }
      account();
    } finally {
      turn.unlock();
    }
  }

  Context eventLoop() {
    return eventLoop;
  }

  /** On the event loop: the socket has closed. */
  void closed() {
    closed = true;
    waiting.clear();
    memory.end();
  }

  /** From any thread: closes the socket without a further word. */
  void abort() {
    eventLoop.runOnContext(nothing -> socket.close());
  }
}
