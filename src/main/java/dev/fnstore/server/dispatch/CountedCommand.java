package dev.fnstore.server.dispatch;

import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.keyspace.KeyWait;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.metrics.CommandCounters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command as the table holds it: found together with its counters, so that none is looked up. */
final class CountedCommand implements Command {
  private final Command command;
  private final CommandSpec spec;
  private final CommandCounters counters;

  CountedCommand(Command command, CommandCounters counters) {
    this.command = command;
    this.spec = command.spec();
    this.counters = counters;
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Reply run(Call call) {
    return command.run(call);
  }

  @Override
  public Set<CommandFlag> effectiveFlags(Call call) {
    return command.effectiveFlags(call);
  }

  @Override
  public boolean mayBegin(Call call) {
    return command.mayBegin(call);
  }

  @Override
  public @Nullable Reply begin(Call call) {
    return command.begin(call);
  }

  @Override
  public Reply finish() {
    return command.finish();
  }

  @Override
  public @Nullable Reading reading(Call call) throws RefusedException {
    return command.reading(call);
  }

  @Override
  public @Nullable KeyWait waiting(Call call) {
    return command.waiting(call);
  }

  @Override
  public CommandCounters counters() {
    return counters;
  }
}
