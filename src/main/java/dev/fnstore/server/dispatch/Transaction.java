package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The commands that a client has queued since MULTI. */
public final class Transaction {
  /** One of them, looked up and checked when it was queued. */
  record Queued(Command command, List<Bytes> words) {}

  /** What a command, and what each of its words, takes beside the bytes. */
  private static final int QUEUED_OVERHEAD_BYTES = 48;

  private final List<Queued> queued = new ArrayList<>();
  private final EnumSet<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
  private boolean doomed;
  private long bytes;

  void add(Command command, List<Bytes> words, Set<CommandFlag> effectiveFlags) {
    queued.add(new Queued(command, words));
    bytes += QUEUED_OVERHEAD_BYTES;
    for (Bytes word : words) {
      bytes += word.length() + QUEUED_OVERHEAD_BYTES;
    }
    flags.addAll(effectiveFlags);
  }

  /** How many commands are queued. */
  public int size() {
    return queued.size();
  }

  List<Queued> queued() {
    return queued;
  }

  /** About what the queued commands take in memory. */
  public long bytes() {
    return bytes;
  }

  /** The flags that at least one of the queued commands has. */
  Set<CommandFlag> flags() {
    return flags;
  }

  /** Whether one of the queued commands has this flag. */
  boolean has(CommandFlag flag) {
    return flags.contains(flag);
  }

  /** A command was refused: EXEC will run nothing. */
  void doom() {
    doomed = true;
  }

  boolean isDoomed() {
    return doomed;
  }
}
