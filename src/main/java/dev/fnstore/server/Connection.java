package dev.fnstore.server;

import dev.fnstore.resp.Reply;
import dev.fnstore.server.RequestQueue.End;
import dev.fnstore.server.RequestQueue.Request;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.ClientLink;
import dev.fnstore.server.dispatch.Dispatcher;
import dev.fnstore.server.dispatch.PendingRead;
import dev.fnstore.server.dispatch.PendingWait;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.dispatch.Transaction;
import dev.fnstore.server.notify.BlockedClients;
import dev.fnstore.server.script.ScriptMonitor;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection. Its event loop parses what comes in; whoever has the client's turn takes
 * requests in order and answers them. That is the event loop itself where nobody else runs commands
 * and the requests are short; else the executor; and, while a script is busy, the event loop again,
 * which then answers BUSY.
 *
 * <p>Both directions are bounded: a client that sends faster than commands run is not read from,
 * and one that does not read what it is answered gets nothing more run.
 */
final class Connection implements Work, SocketHandler.Receiver, ClientLink, BlockedClients.Waiter {
  private static final int MOST_REQUESTS_PER_TURN = 1024;
  private static final int MOST_REPLY_BYTES_PER_TURN = 1 << 20;
  private static final long MOST_UNSENT_BYTES = 4 << 20;

  private final SocketHandler socket;
  private final CommandExecutor executor;
  private final ScriptMonitor monitor;
  private final RequestRunner runner;
  private final Client client;
  private final RequestReader reader;
  private final RequestQueue waiting = new RequestQueue();
  private final RequestsAhead ahead;
  private final Outbox outbox;
  private final Statistics statistics;
  private final ClientMemory.Share memory;

  /** Set while this connection is the executor's to run, or is being run by its event loop. */
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private final ReentrantLock turn = new ReentrantLock();
  private final AtomicLong receivedBytes = new AtomicLong();
  private volatile boolean readingPaused;

  /** A command has begun on the event loop, and the executor is to finish it. */
  private volatile boolean begun;

  /** The next request waits for the end of a pause. */
  private volatile boolean heldBack;

  private volatile boolean closed;

  /** It is being closed: nothing is given to it any more. */
  private volatile boolean cut;

  private volatile boolean inputShut;

  private final BlockedClients blockedClients;

  /** A request waits for a key, and all others of this client behind it. */
  private volatile boolean blocked;

  /** Since then no batch has had it in it. */
  private boolean leftBlocked;

  /**
   * What a request reads of history, with its reply still to come: until then none of the client's
   * other requests runs.
   */
  private volatile @Nullable PendingRead reading;

  private boolean readingBegun;

  /** What the half-read request takes. */
  private volatile long parsingBytes;

  /** Has others forget this client. */
  private volatile Runnable farewell = () -> {};

  Connection(
      SocketHandler socket,
      CommandExecutor executor,
      ScriptMonitor monitor,
      Dispatcher dispatcher,
      ServerConfig config,
      Client client,
      Statistics statistics,
      ClientMemory memory,
      BlockedClients blockedClients,
      RequestsAhead.Fetcher fetcher) {
    this.ahead = new RequestsAhead(fetcher);
    this.blockedClients = blockedClients;
    this.statistics = statistics;
    this.socket = socket;
    this.executor = executor;
    this.monitor = monitor;
    this.client = client;
    this.reader = new RequestReader(config, client.address(), statistics);
    this.outbox = new Outbox(socket, config::maxOutputBytes, statistics);
    this.runner = new RequestRunner(client, dispatcher, outbox, this::serveBlocked);
    this.memory =
        memory.share(this::cut, "client " + client.address(), client::isNoEvict, this::heldBytes);
    client.link(this);
  }

  @Override
  public void received(ByteBuf bytes) {
    if (reader.isEnded() || memory.isEvicted()) {
      return;
    }
    receivedBytes.addAndGet(bytes.readableBytes());
    statistics.received(bytes.readableBytes());
    reader.feed(bytes);
    if (!runHere()) {
      queueParsed();
      scheduleIfWaiting();
    }
    parsingBytes = reader.heldBytes();
    memory.recount();
    if (monitor.isBusy()) {
      answerWhileBusy();
    }
  }

  /**
   * The next request.
   *
   * @param isNext whether all that came before it has run: only then is it known who the client is
   */
  private @Nullable Request parse(boolean isNext) {
    Request request = reader.next(isNext && client.isAuthRequired());
    if (reader.isEnded()) {
      pauseReading();
    }
    return request;
  }

  private void queueParsed() {
    Request request = parse(waiting.isEmpty() && !scheduled.get());
    while (request != null) {
      waiting.add(request);
      request = parse(false);
    }
    if (waiting.isFull()) {
      pauseReading();
      // Who runs what waits may have run all of it, and looked whether to read on, before the
      // pause.
      resumeReading();
    }
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
    if (!reader.isEnded()) {
      reader.end();
      pauseReading();
      waiting.add(new End());
      inputShut = true;
      if (blocked) {
        executor.schedule(this); // as Valkey does, it is not waited for any more
      } else {
        scheduleIfWaiting();
      }
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
    boolean handsOver = false;
    turn.lock();
    try {
      runParsed();
    } finally { // whatever happens: who has entered must leave, or hand over
      try {
        handsOver = runner.hasBegun() || !executor.hasNothingStaged();
        begun = handsOver;
        if (!handsOver) {
          outbox.send(client.protocol());
        }
        memory.recount();
      } finally {
        turn.unlock();
        if (handsOver) {
          executor.takeOver(this);
        } else {
          executor.leave();
        }
      }
    }
    queueParsed();
    if (!handsOver) {
      scheduled.set(false);
    }
    scheduleIfWaiting();
    return true;
  }

  /** Runs requests as they are parsed, up to one that is for the executor, or is left to it. */
  private void runParsed() {
    for (int i = 0; i < MOST_REQUESTS_PER_TURN && mayRun(); i++) {
      Request request = next();
      if (request == null) {
        return;
      } else if (runner.isHeldBack(request) || !runner.begin(request)) {
        if (!runner.hasBegun()) {
          waiting.add(request);
        }
        break;
      }
    }
    ahead.drainTo(waiting);
  }

  /** What a stranger may send depends on what came before, so that it is not cut out ahead. */
  private @Nullable Request next() {
    if (ahead.isEmpty() && client.isAuthRequired()) {
      return parse(true);
    }
    return ahead.poll(() -> parse(false));
  }

  /** On the executor: finishes what has begun, then runs what waits, up to a fair share. */
  @Override
  public void runWaiting() {
    turn.lock();
    try {
      if (begun) {
        begun = false;
        runner.finish();
      }
      if (!endReading() || isBlocked()) {
        return;
      }
      for (int i = 0; i < MOST_REQUESTS_PER_TURN && mayRun(); i++) {
        Request request = waiting.peek();
        if (request == null) {
          return;
        } else if (runner.isHeldBack(request)) {
          heldBack = true;
          executor.holdBack(this);
          return;
        }
        waiting.remove();
        runner.run(request);
        reading = runner.pendingRead();
        if (reading != null || isBlockedNow()) {
          return;
        }
      }
    } finally {
      if (closed) {
        farewell.run();
      }
      memory.recount();
      turn.unlock();
    }
  }

  /** Others have run, and may have made ready what somebody waits for. */
  private void serveBlocked() {
    if (blockedClients.hasReady()) {
      blockedClients.serve(System.currentTimeMillis());
    }
  }

  /** Whether the request that has just run waits for a key. */
  private boolean isBlockedNow() {
    PendingWait pending = runner.pendingWait();
    if (pending == null) {
      return false;
    }
    leftBlocked = false;
    blocked = true;
    blockedClients.add(pending, this);
    return isBlocked();
  }

  /** Whether a request waits for a key; one of a client that has gone does no more. */
  private boolean isBlocked() {
    if (blocked && (closed || cut || inputShut)) {
      blockedClients.forget(client);
      runner.forgetWait();
      blocked = false;
      if (closed || cut) {
        cut();
      } else {
        outbox.closeWhenSent(); // what it asked before is answered
      }
    }
    return blocked;
  }

  @Override
  public boolean runAgain() {
    turn.lock();
    try {
      // Who is known to have gone gets nothing, so that it is there for the next in the queue.
      if (closed || cut || inputShut || memory.isEvicted()) {
        return false;
      }
      boolean ended = runner.runAgain();
      if (ended) {
        unblocked();
      }
      return ended;
    } finally {
      memory.recount();
      turn.unlock();
    }
  }

  @Override
  public void giveUp(Reply reply) {
    turn.lock();
    try {
      runner.giveUp(reply);
      unblocked();
    } finally {
      memory.recount();
      turn.unlock();
    }
  }

  /** Where it waited within a batch, that goes on with it. */
  private void unblocked() {
    blocked = false;
    if (leftBlocked) {
      leftBlocked = false;
      executor.schedule(this);
    }
  }

  /** Answers what has been read for; false if that is still under way. */
  private boolean endReading() {
    PendingRead present = reading;
    if (present == null) {
      return true;
    } else if (!present.isRead()) {
      return false;
    }
    reading = null;
    readingBegun = false;
    runner.finishRead();
    return true;
  }

  /**
   * On the executor, after its batch, so that it sees what the batch has committed: has history
   * read for the request that waits for it.
   *
   * @return whether one does
   */
  private boolean beginReading() {
    PendingRead present = reading;
    if (present == null) {
      return false;
    } else if (!readingBegun) {
      readingBegun = true;
      Runnable task =
          () -> {
            present.read();
            executor.schedule(this);
          };
      if (present.isOfOtherMachines()) {
        executor.await(task);
      } else {
        executor.read(task);
      }
    }
    return true;
  }

  /** What this client makes the server hold. */
  private long heldBytes() {
    Transaction transaction = client.transaction();
    return parsingBytes
        + waiting.bytes()
        + outbox.messageBytes()
        + outbox.unsentBytes()
        + outbox.heldBytes()
        + (transaction == null ? 0 : transaction.bytes());
  }

  private boolean mayRun() {
    return !closed
        && !memory.isEvicted()
        && !outbox.isClosing()
        && executor.mayGoOn()
        && outbox.heldBytes() < MOST_REPLY_BYTES_PER_TURN
        && outbox.unsentBytes() < MOST_UNSENT_BYTES;
  }

  /** Hands what was answered to the event loop; on the executor. */
  @Override
  public void sendReplies() {
    turn.lock();
    try {
      outbox.send(client.protocol());
    } finally {
      memory.recount();
      turn.unlock();
    }
  }

  @Override
  public void sent(int bytes) {
    outbox.sent(bytes);
    memory.recount();
    statistics.sent(bytes);
    resumeReading();
    scheduleIfWaiting();
  }

  /** On the event loop: reads on, if it was too much and no longer is. */
  private void resumeReading() {
    if (readingPaused && !reader.isEnded() && !closed && waiting.hasRoom()) {
      readingPaused = false;
      socket.resumeReading();
    }
  }

  /** On the executor, after its batch: what is left runs in a later one. */
  @Override
  public void rescheduleIfWaiting() {
    leftBlocked = blocked;
    if (heldBack || blocked || beginReading()) {
      return;
    }
    scheduled.set(false);
    if (readingPaused && waiting.hasRoom()) {
      onEventLoop(this::resumeReading);
    }
    if (!closed && !outbox.isClosing() && outbox.unsentBytes() < MOST_UNSENT_BYTES) {
      scheduleIfWaiting();
    }
  }

  /** On the executor: the pause has ended. */
  void release() {
    heldBack = false;
    rescheduleIfWaiting();
  }

  @Override
  public void push(Reply message) {
    if (!closed && !memory.isEvicted()) {
      outbox.add(message);
      memory.recount();
      executor.hasMessage(this);
    }
  }

  @Override
  public Traffic traffic() {
    return new Traffic(
        receivedBytes.get(), outbox.sentBytes(), waiting.bytes(), outbox.unsentBytes());
  }

  /**
   * On the event loop, while a script is busy: answers all that waits, unless it is this client's
   * own script, or the executor has just come back.
   */
  void answerWhileBusy() {
    if (begun || reading != null || blocked || !turn.tryLock()) {
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
        runner.runWhileBusy(request, busy.get());
        outbox.send(client.protocol());
        busy = monitor.busyReply();
      }
      memory.recount();
    } finally {
      turn.unlock();
    }
    resumeReading(); // who is sent nothing would else not be read from until the script ends
  }

  /** From any thread: has {@code task} run on this connection's event loop. */
  void onEventLoop(Runnable task) {
    socket.output().add(task);
  }

  /**
   * On the event loop: the socket has closed.
   *
   * @param forget has others forget the client; run at once, so that they stop telling it things,
   *     and again once the command that may still run for it has ended, which may have been to
   *     subscribe
   */
  void closed(Runnable forget) {
    farewell = forget;
    closed = true;
    waiting.clear();
    outbox.forgetMessages();
    memory.end();
    forget.run();
    executor.schedule(this);
  }

  /** From any thread: closes the socket without a further word. */
  @Override
  public void cut() {
    cut = true;
    socket.close();
  }
}
