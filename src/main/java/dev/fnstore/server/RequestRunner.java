package dev.fnstore.server;

import dev.fnstore.resp.Reply;
import dev.fnstore.server.RequestQueue.Request;
import dev.fnstore.server.RequestQueue.Violation;
import dev.fnstore.server.RequestQueue.Words;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Dispatcher;
import dev.fnstore.server.dispatch.PendingRead;
import dev.fnstore.server.dispatch.PendingWait;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one client's requests, and holds the replies in its outbox. For who has its turn. */
final class RequestRunner {
  private static final Logger LOG = LoggerFactory.getLogger(RequestRunner.class);

  /** To write one takes time that is not the next request's. */
  private static final int LARGE_REPLY_BYTES = 1024;

  private final Client client;
  private final Dispatcher dispatcher;
  private final Outbox outbox;
  private final Runnable afterRequest;

  private int lastReplyBytes;

  /** The request that has begun and not ended. */
  private @Nullable Words begun;

  /** The request whose reply waits for what it reads. */
  private @Nullable Words read;

  private @Nullable PendingRead pendingRead;

  /** The request that waits for a key. */
  private @Nullable Words waiting;

  private @Nullable PendingWait pendingWait;

  /**
   * Has run nothing.
   *
   * @param afterRequest called where a request has run, and all that belongs to it
   */
  RequestRunner(Client client, Dispatcher dispatcher, Outbox outbox, Runnable afterRequest) {
    this.afterRequest = afterRequest;
    this.client = client;
    this.dispatcher = dispatcher;
    this.outbox = outbox;
  }

  /** Whether a request waits for the end of a pause. */
  boolean isHeldBack(Request request) {
    return request instanceof Words words && dispatcher.isHeldBack(client, words.words());
  }

  /**
   * On the event loop: runs a request if it may begin there.
   *
   * @param wasReady whether there was nothing to do for it when the one before had run
   * @return whether it was answered; if not it is for the executor, or {@link #hasBegun}
   */
  boolean begin(Request request, boolean wasReady) {
    takeOlderMessages();
    if (!(request instanceof Words words)) {
      end(request);
      return true;
    }
    boolean follows = wasReady && lastReplyBytes < LARGE_REPLY_BYTES;
    Reply reply = guarded(() -> dispatcher.begin(client, words.words(), follows));
    if (reply != null) {
      answer(words, reply);
      afterRequest.run();
    } else if (dispatcher.hasBegun()) {
      begun = words;
    }
    return reply != null;
  }

  /** Whether a request has begun and not ended. */
  boolean hasBegun() {
    return dispatcher.hasBegun();
  }

  /** On the executor: ends the request that has begun, if there is one. */
  void finish() {
    Words words = begun;
    begun = null;
    if (words != null) {
      Reply reply = guarded(dispatcher::finish);
      if (reply != null) {
        answer(words, reply);
        afterRequest.run();
      }
    }
  }

  /** On the executor. */
  void run(Request request) {
    runOr(request, null);
  }

  /** On the event loop, while a script is busy. */
  void runWhileBusy(Request request, Reply.ErrorReply busy) {
    runOr(request, busy);
  }

  /** What others made the client be told before its request runs goes before its reply. */
  private void takeOlderMessages() {
    outbox.takeMessages(client.protocol());
  }

  private void runOr(Request request, Reply.@Nullable ErrorReply busy) {
    takeOlderMessages();
    if (!(request instanceof Words words)) {
      end(request);
      return;
    }
    Reply reply =
        guarded(
            () ->
                busy == null
                    ? dispatcher.dispatch(client, words.words())
                    : dispatcher.dispatchWhileBusy(client, words.words(), busy));
    if (reply == null) {
      pendingRead = dispatcher.takePendingRead();
      read = pendingRead == null ? null : words;
      pendingWait = dispatcher.takePendingWait();
      waiting = pendingWait == null ? null : words;
      return;
    }
    answer(words, reply);
    if (busy == null) {
      afterRequest.run();
    }
  }

  /** What the request that ran last waits for, or null. */
  @Nullable PendingWait pendingWait() {
    return pendingWait;
  }

  /**
   * By who runs commands: runs the request that waits again, on behalf of another one that has just
   * run.
   *
   * @return false if it waits on
   */
  boolean runAgain() {
    PendingWait waited = Objects.requireNonNull(pendingWait);
    takeOlderMessages();
    Reply reply = guarded(() -> dispatcher.runAgain(waited));
    if (reply != null) {
      endWait(reply);
    }
    return reply != null;
  }

  /** By who runs commands: the request that waits does so no more. */
  void giveUp(Reply reply) {
    PendingWait waited = Objects.requireNonNull(pendingWait);
    takeOlderMessages();
    Reply noted = guarded(() -> dispatcher.giveUp(waited, reply));
    endWait(noted == null ? reply : noted);
  }

  private void endWait(Reply reply) {
    Words words = Objects.requireNonNull(waiting);
    forgetWait();
    answer(words, reply);
  }

  /** The client has gone. */
  void forgetWait() {
    pendingWait = null;
    waiting = null;
  }

  /** What the request that ran last has to read before it is answered, or null. */
  @Nullable PendingRead pendingRead() {
    return pendingRead;
  }

  /** On the executor: answers the request that has been read for. */
  void finishRead() {
    PendingRead finished = pendingRead;
    Words words = read;
    pendingRead = null;
    read = null;
    if (finished != null && words != null) {
      takeOlderMessages();
      Reply reply = guarded(() -> dispatcher.finish(finished));
      if (reply != null) {
        answer(words, reply);
        afterRequest.run();
      }
    }
  }

  private void answer(Words words, Reply reply) {
    int before = outbox.heldBytes();
    answer(reply);
    lastReplyBytes = outbox.heldBytes() - before;
    dispatcher.replied(client, words.words(), lastReplyBytes);
  }

  private void answer(Reply reply) {
    boolean taken = client.takesReply() || reply instanceof Reply.Several;
    if ((taken && !outbox.hold(reply, client.protocol())) || client.isClosing()) {
      outbox.closeWhenSent();
    }
    outbox.takeMessages(client.protocol());
  }

  private void end(Request last) {
    if (last instanceof Violation violation) {
      answer(new Reply.ErrorReply(violation.message()));
    }
    outbox.closeWhenSent();
  }

  /** An error of ours in one request ends its client, not the server. */
  private @Nullable Reply guarded(Supplier<@Nullable Reply> request) {
    try {
      return request.get();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("A request of {} failed before it ran", client.address(), e);
      client.close();
      return Reply.err("internal error: " + e);
    }
  }
}
