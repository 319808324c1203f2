package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.ProtocolException;
import dev.fnstore.resp.Reply;
import dev.fnstore.resp.RequestLimits;
import dev.fnstore.resp.RequestParser;
import dev.fnstore.server.RequestQueue.End;
import dev.fnstore.server.RequestQueue.Request;
import dev.fnstore.server.RequestQueue.Violation;
import dev.fnstore.server.RequestQueue.Words;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Dispatcher;
import dev.fnstore.server.dispatch.Transaction;
import dev.fnstore.server.script.ScriptMonitor;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection. Its event loop parses what comes in; whoever has the client's turn takes
 * requests in order and answers them. That is the event loop itself where nobody else runs commands
 * and the requests are short; else the executor; and, while a script is busy, the event loop again,
 * which then answers BUSY.
 *
 * <p>Both directions are bounded: a client that sends faster than commands run is not read from,
 * and one that does not read what it is answered gets nothing more run.
 */
final class Connection implements SocketHandler.Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private static final int MOST_REQUESTS_PER_TURN = 1024;
  private static final int MOST_REPLY_BYTES_PER_TURN = 1 << 20;
  private static final long MOST_UNSENT_BYTES = 4 << 20;

  private final SocketHandler socket;
  private final CommandExecutor executor;
  private final ScriptMonitor monitor;
  private final Dispatcher dispatcher;
  private final ServerConfig config;
  private final Client client;
  private final RequestParser parser = new RequestParser(RequestLimits.DEFAULT);
  private final RequestQueue waiting = new RequestQueue();
  private final Outbox outbox;
  private final ClientMemory.Share memory;

  /** Set while this connection is the executor's to run, or is being run by its event loop. */
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private final ReentrantLock turn = new ReentrantLock();
  private RequestLimits limits = RequestLimits.DEFAULT;
  private volatile boolean readingPaused;
  private boolean readingEnded;

  /** A command has begun on the event loop, and the executor is to finish it. */
  private volatile boolean begun;

  private volatile boolean closed;

  Connection(
      SocketHandler socket,
      CommandExecutor executor,
      ScriptMonitor monitor,
      Dispatcher dispatcher,
      ServerConfig config,
      Client client,
      ClientMemory memory) {
    this.socket = socket;
    this.executor = executor;
    this.monitor = monitor;
    this.dispatcher = dispatcher;
    this.config = config;
    this.client = client;
    this.outbox = new Outbox(socket, config::maxOutputBytes);
    this.memory = memory.share(this::abort, "client " + client.address());
  }

  @Override
  public void received(ByteBuf bytes) {
    if (readingEnded || memory.isEvicted()) {
      return;
    }
    parser.limit(limits());
    parser.feed(bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes()));
    if (!runHere()) {
      queueParsed();
      scheduleIfWaiting();
    }
    memory.parsing(parser.heldBytes());
    if (monitor.isBusy()) {
      answerWhileBusy();
    }
  }

  private RequestLimits limits() {
    RequestLimits used = limits;
    if (used.maxWordBytes() != config.maxWordBytes()
        || used.maxRequestBytes() != config.maxRequestBytes()) {
      used =
          new RequestLimits(
              RequestLimits.DEFAULT.maxWords(),
              config.maxWordBytes(),
              RequestLimits.DEFAULT.maxInlineBytes(),
              config.maxRequestBytes());
      limits = used;
    }
    return used;
  }

  /** On the event loop: the next request that has wholly come in, or null. */
  private @Nullable Request parse() {
    if (readingEnded) {
      return null;
    }
    List<Bytes> words;
    try {
      words = parser.next();
    } catch (ProtocolException e) {
      endReading();
      return new Violation(e.text());
    }
    if (words == null) {
      return null;
    }
    Bytes first = words.get(0);
    if (first.equalsIgnoreCase("host:") || first.equalsIgnoreCase("post")) {
      // A browser that was tricked into talking to us: what else it says is not its user's will.
      LOG.warn("Client {} speaks HTTP: it is cut off", client.address());
      endReading();
      return new End();
    }
    return new Words(words);
  }

  private void queueParsed() {
    Request request = parse();
    while (request != null) {
      waiting.add(request);
      request = parse();
    }
    if (waiting.isFull()) {
      pauseReading();
    }
  }

  private void endReading() {
    readingEnded = true;
    pauseReading();
  }

  private void pauseReading() {
    if (!readingPaused) {
      socket.pauseReading();
      readingPaused = true;
    }
  }

  /** What the client sent before it shut its side is still answered, as it is by Valkey. */
  @Override
  public void inputShut() {
    if (!readingEnded) {
      endReading();
      waiting.add(new End());
      scheduleIfWaiting();
    }
  }

  private void scheduleIfWaiting() {
    if (!waiting.isEmpty() && scheduled.compareAndSet(false, true)) {
      executor.schedule(this);
    }
  }

  /**
   * On the event loop: runs what has come in right here, if nobody runs commands just now.
   *
   * @return false if nothing was done
   */
  private boolean runHere() {
    if (!waiting.isEmpty() || !scheduled.compareAndSet(false, true)) {
      return false;
    } else if (!executor.tryEnter()) {
      scheduled.set(false);
      return false;
    }
    boolean finished;
    turn.lock();
    try {
      finished = runParsed();
      if (finished && executor.hasNothingStaged()) {
        outbox.send(client.protocol());
      } else {
        begun = true;
      }
      account();
    } finally {
      turn.unlock();
    }
    if (begun) {
      queueParsed();
      executor.takeOver(this);
    } else {
      executor.leave();
      queueParsed();
      scheduled.set(false);
      scheduleIfWaiting();
    }
    return true;
  }

  /** Runs requests as they are parsed, up to one that is for the executor; false if one is half. */
  private boolean runParsed() {
    for (int i = 0; i < MOST_REQUESTS_PER_TURN && mayRun(); i++) {
      Request request = parse();
      if (request == null) {
        return true;
      } else if (request instanceof Words words) {
        Reply reply = begin(words);
        if (reply != null) {
          answer(reply);
        } else if (dispatcher.hasBegun()) {
          return false;
        } else {
          waiting.add(request); // it is for the executor
          return true;
        }
      } else {
        end(request);
      }
    }
    return true;
  }

  private @Nullable Reply begin(Words words) {
    try {
      return dispatcher.begin(client, words.words());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return failed(e);
    }
  }

  /** On the executor: finishes what has begun, then runs what waits, up to a fair share. */
  void runWaiting() {
    turn.lock();
    try {
      if (begun) {
        begun = false;
        finish();
      }
      for (int i = 0; i < MOST_REQUESTS_PER_TURN && mayRun(); i++) {
        Request request = waiting.poll();
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

  private void finish() {
    if (dispatcher.hasBegun()) {
      try {
        answer(dispatcher.finish());
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        answer(failed(e));
      }
    }
  }

  /** By who has the turn: what this client makes the server hold beside its half-read request. */
  private void account() {
    Transaction transaction = client.transaction();
    memory.holding(
        waiting.bytes()
            + outbox.unsentBytes()
            + outbox.heldBytes()
            + (transaction == null ? 0 : transaction.bytes()));
  }

  private boolean mayRun() {
    return !closed
        && !memory.isEvicted()
        && !outbox.isClosing()
        && executor.mayGoOn()
        && outbox.heldBytes() < MOST_REPLY_BYTES_PER_TURN
        && outbox.unsentBytes() < MOST_UNSENT_BYTES;
  }

  private void answer(Request request, Reply.@Nullable ErrorReply busy) {
    if (!(request instanceof Words words)) {
      end(request);
      return;
    }
    Reply reply;
    try {
      reply =
          busy == null
              ? dispatcher.dispatch(client, words.words())
              : dispatcher.dispatchWhileBusy(client, words.words(), busy);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      reply = failed(e);
    }
    answer(reply);
  }

  private void answer(Reply reply) {
    if (!outbox.hold(reply, client.protocol()) || client.isClosing()) {
      outbox.closeWhenSent();
    }
  }

  private void end(Request last) {
    if (last instanceof Violation violation) {
      answer(new Reply.ErrorReply(violation.message()));
    }
    outbox.closeWhenSent();
  }

  /** An error of ours in one request ends its client, not the server. */
  private Reply failed(Throwable e) {
    LOG.error("A request of {} failed before it ran", client.address(), e);
    client.close();
    return Reply.err("internal error: " + e);
  }

  /** Hands what was answered to the event loop; on the executor. */
  void sendReplies() {
    turn.lock();
    try {
      outbox.send(client.protocol());
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void sent(int bytes) {
    outbox.sent(bytes);
    resumeReading();
    scheduleIfWaiting();
  }

  /** On the event loop: reads on, if it was too much and no longer is. */
  private void resumeReading() {
    if (readingPaused && !readingEnded && !closed && waiting.hasRoom()) {
      readingPaused = false;
      socket.resumeReading();
    }
  }

  /** On the executor, after its batch: what is left runs in a later one. */
  void rescheduleIfWaiting() {
    scheduled.set(false);
    if (readingPaused && waiting.hasRoom()) {
      onEventLoop(this::resumeReading);
    }
    if (!closed && outbox.unsentBytes() < MOST_UNSENT_BYTES) {
      scheduleIfWaiting();
    }
  }

  /**
   * On the event loop, while a script is busy: answers all that waits, unless it is this client's
   * own script, or the executor has just come back.
   */
  void answerWhileBusy() {
    if (begun || !turn.tryLock()) {
      return;
    }
    try {
      // What the outbox holds is committed where a script is busy: that came before the script
      // began, and nothing was added since by the executor, which is in it. Where none is busy any
      // more neither may be touched, so nothing is taken and nothing is sent.
      Optional<Reply.ErrorReply> busy = monitor.busyReply();
      while (busy.isPresent() && !outbox.isClosing() && !closed) {
        Request request = waiting.poll();
        if (request == null) {
          break;
        }
        answer(request, busy.get());
        outbox.send(client.protocol());
        busy = monitor.busyReply();
      }
      account();
    } finally {
      turn.unlock();
    }
  }

  /** From any thread: has {@code task} run on this connection's event loop. */
  void onEventLoop(Runnable task) {
    socket.output().add(task);
  }

  /** On the event loop: the socket has closed. */
  void closed() {
    closed = true;
    waiting.clear();
    memory.end();
  }

  /** From any thread: closes the socket without a further word. */
  void abort() {
    socket.close();
  }
}
