package dev.fnstore.server.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.history.History;
import dev.fnstore.history.HistoryView;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.Reading;
import org.jspecify.annotations.Nullable;

/** A command that reads history, always or where its words ask for it. */
final class HistoryCommand implements Command {
  private final CommandSpec spec;
  private final Planner planner;
  private final @Nullable Handler otherwise;

  /** Tells from its words what a call reads; null: nothing. */
  interface Planner {
    @Nullable Reading plan(Call call) throws RefusedException;
  }

  /** What is read of history. */
  interface Read {
    Reply from(HistoryView view) throws RefusedException;
  }

  /** What is read of history, to be answered where commands run. */
  interface ReadFirst {
    Reading.Outcome from(HistoryView view) throws RefusedException;
  }

  private HistoryCommand(CommandSpec spec, Planner planner, @Nullable Handler otherwise) {
    this.spec = spec;
    this.planner = planner;
    this.otherwise = otherwise;
  }

  /** A command that always reads. */
  static Command of(CommandSpec spec, Planner planner) {
    return new HistoryCommand(spec, planner, null);
  }

  /** A command that reads where {@code planner} says what; else it runs as any other. */
  static Command of(CommandSpec spec, Planner planner, Handler otherwise) {
    return new HistoryCommand(spec, planner, otherwise);
  }

  /** A reading that is a reply. */
  static Reading reading(History history, Read read) {
    return readingFirst(
        history,
        view -> {
          Reply reply = read.from(view);
          return () -> reply;
        });
  }

  /** A reading of which the reply is made where commands run. */
  static Reading readingFirst(History history, ReadFirst read) {
    return () -> {
      try (HistoryView view = history.view()) {
        return read.from(view);
      }
    };
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public @Nullable Reading reading(Call call) throws RefusedException {
    return planner.plan(call);
  }

  @Override
  public Reply run(Call call) {
    return Refusable.answer(
        () -> {
          if (planner.plan(call) != null || otherwise == null) {
            throw new RefusedException("history is not read inside a transaction or a script");
          }
          return otherwise.run(call);
        });
  }
}
