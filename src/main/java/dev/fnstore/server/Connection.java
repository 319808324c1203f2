package dev.fnstore.server;

import dev.fnstore.resp.Reply;
import dev.fnstore.server.RequestQueue.Request;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.ClientLink;
import dev.fnstore.server.dispatch.Dispatcher;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.dispatch.Transaction;
import dev.fnstore.server.notify.BlockedClients;
import dev.fnstore.server.script.ScriptMonitor;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client's connection. Its event loop parses what comes in; whoever has the client's turn takes
 * requests in order and answers them. That is the event loop itself where nobody else runs commands
 * and the requests are short; else the executor; and, while a script is busy, the event loop again,
 * which then answers BUSY.
 *
 * <p>Both directions are bounded: a client that sends faster than commands run is not read from,
 * and one that does not read what it is answered gets nothing more run.
 */
final class Connection implements Work, SocketHandler.Receiver, ClientLink {
  private static final int MOST_REQUESTS_PER_TURN = 1024;
  private static final int MOST_REPLY_BYTES_PER_TURN = 1 << 20;
  private static final long MOST_UNSENT_BYTES = 4 << 20;

  private final SocketHandler socket;
  private final CommandExecutor executor;
  private final ScriptMonitor monitor;
  private final RequestRunner runner;
  private final Client client;
  private final Input input;
  private final RequestQueue waiting;
  private final Outbox outbox;
  private final Statistics statistics;
  private final ClientMemory.Share memory;

  /** Set while this connection is the executor's to run, or is being run by its event loop. */
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private final Turn turn;
  private final AtomicLong receivedBytes = new AtomicLong();

  /** A command has begun on the event loop, and the executor is to finish it. */
  private volatile boolean begun;

  /** The next request waits for the end of a pause. */
  private volatile boolean heldBack;

  private volatile boolean closed;

  /** It is being closed: nothing is given to it any more. */
  private volatile boolean cut;

  private volatile boolean inputShut;

  private final BlockedClients blockedClients;

  private final KeyBlock block;
  private final HistoryRead reading;

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
    this.input = new Input(socket, client, config, statistics, fetcher);
    this.waiting = input.waiting();
    this.reading = new HistoryRead(executor, this);
    this.blockedClients = blockedClients;
    this.statistics = statistics;
    this.socket = socket;
    this.executor = executor;
    this.monitor = monitor;
    this.client = client;
    this.outbox = new Outbox(socket, config::maxOutputBytes, statistics);
    this.runner = new RequestRunner(client, dispatcher, outbox, this::serveBlocked);
    this.memory =
        memory.share(this::cut, "client " + client.address(), client::isNoEvict, this::heldBytes);
    this.turn = new Turn(this.memory::recount);
    this.block =
        new KeyBlock(
            blockedClients, runner, client, turn, this::isPresent, () -> executor.schedule(this));
    client.link(this);
  }

  @Override
  public void received(ByteBuf bytes) {
    if (input.isEnded() || memory.isEvicted()) {
      return;
    }
    receivedBytes.addAndGet(bytes.readableBytes());
    statistics.received(bytes.readableBytes());
    input.feed(bytes);
    if (!runHere()) {
      input.queue(!scheduled.get());
      scheduleIfWaiting();
    }
    input.recount();
    memory.recount();
    if (monitor.isBusy()) {
      answerWhileBusy();
    }
  }

  /** What the client sent before it shut its side is still answered, as it is by Valkey. */
  @Override
  public void inputShut() {
    if (!input.isEnded()) {
      input.end();
      inputShut = true;
      if (block.isOn()) {
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
    turn.take();
    try {
      runParsed();
    } finally { // whatever happens: who has entered must leave, or hand over
      try {
        handsOver = runner.hasBegun() || !executor.hasNothingStaged();
        begun = handsOver;
        if (!handsOver) {
          outbox.send(client.protocol());
        }
      } finally {
        try {
          turn.end();
        } finally {
          if (handsOver) {
            executor.takeOver(this);
          } else {
            executor.leave();
          }
        }
      }
    }
    input.queue(!scheduled.get());
    if (!handsOver) {
      scheduled.set(false);
    }
    scheduleIfWaiting();
    return true;
  }

  /** Runs requests as they are parsed, up to one that is for the executor, or is left to it. */
  private void runParsed() {
    for (int i = 0; i < MOST_REQUESTS_PER_TURN && mayRun(); i++) {
      Request request = input.next();
      if (request == null) {
        return;
      } else if (runner.isHeldBack(request) || !runner.begin(request, input.wasReady())) {
        if (!runner.hasBegun()) {
          waiting.add(request);
        }
        break;
      }
    }
    input.leaveRest();
  }

  /** On the executor: finishes what has begun, then runs what waits, up to a fair share. */
  @Override
  public void runWaiting() {
    turn.take();
    try {
      if (begun) {
        begun = false;
        runner.finish();
      }
      if (!reading.end(runner) || isBlocked()) {
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
        if (reading.take(runner.pendingRead()) || (block.begin() && isBlocked())) {
          return;
        }
      }
    } finally {
      if (closed) {
        farewell.run();
      }
      turn.end();
    }
  }

  /** Others have run, and may have made ready what somebody waits for. */
  private void serveBlocked() {
    if (blockedClients.hasReady()) {
      blockedClients.serve(System.currentTimeMillis());
    }
  }

  /** Whether a request waits for a key; one of a client that has gone does no more. */
  private boolean isBlocked() {
    if (block.isOn() && (closed || cut || inputShut)) {
      block.forget();
      if (closed || cut) {
        cut();
      } else {
        outbox.closeWhenSent(); // what it asked before is answered
      }
    }
    return block.isOn();
  }

  /** Whether it may still be given what it waits for. */
  private boolean isPresent() {
    return !closed && !cut && !inputShut && !memory.isEvicted();
  }

  /** What this client makes the server hold. */
  private long heldBytes() {
    Transaction transaction = client.transaction();
    return input.bytes()
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
    turn.take();
    try {
      outbox.send(client.protocol());
    } finally {
      turn.end();
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

  private void resumeReading() {
    if (!closed) {
      input.resumeReading();
    }
  }

  /** On the executor, after its batch: what is left runs in a later one. */
  @Override
  public void rescheduleIfWaiting() {
    block.leaveBatch();
    if (heldBack || block.isOn() || reading.begin()) {
      return;
    }
    scheduled.set(false);
    if (input.mayReadOn()) {
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
    if (begun || reading.isPending() || block.isOn() || !turn.tryTake()) {
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
    } finally {
      turn.end();
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
