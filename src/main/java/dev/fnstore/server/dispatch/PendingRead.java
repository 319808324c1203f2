package dev.fnstore.server.dispatch;

import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that waits for what it reads of history. */
public final class PendingRead {
  private static final Logger LOG = LoggerFactory.getLogger(PendingRead.class);

  private final Command command;
  private final Call call;
  private final long startNanos;
  private final Reading reading;
  private volatile Reading.@Nullable Outcome outcome;

  PendingRead(Command command, Call call, long startNanos, Reading reading) {
    this.command = command;
    this.call = call;
    this.startNanos = startNanos;
    this.reading = reading;
  }

  /** On a reader thread: reads. An error of ours is the client's to be told, and no more. */
  public void read() {
    try {
      outcome = reading.read();
    } catch (RefusedException e) {
      outcome = () -> new Reply.ErrorReply(e.line());
    } catch (RuntimeException | Error e) { // whatever it is: the client's next command waits for it
      LOG.error("The command {} failed to read", call.spec().name(), e);
      outcome = () -> Reply.err("internal error: " + e);
    }
  }

  /** Whether it waits for other machines, which may take long and is no work. */
  public boolean isOfOtherMachines() {
    return reading.isOfOtherMachines();
  }

  /** From any thread: whether it has been read. */
  public boolean isRead() {
    return outcome != null;
  }

  Command command() {
    return command;
  }

  Call call() {
    return call;
  }

  long startNanos() {
    return startNanos;
  }

  /** Gives the reply to what was read. */
  Reply reply() {
    Reading.Outcome present = outcome;
    if (present == null) {
      throw new IllegalStateException(call.spec().name() + " has not been read yet");
    }
    try {
      return present.reply();
    } catch (RefusedException e) {
      return new Reply.ErrorReply(e.line());
    }
  }
}
