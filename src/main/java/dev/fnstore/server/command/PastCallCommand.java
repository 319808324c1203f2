package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import dev.fnstore.history.HistoryView;
import dev.fnstore.model.Library;
import dev.fnstore.model.Point;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.Reading;
import dev.fnstore.server.script.ScriptRunner;
import dev.fnstore.store.ApartLibrary;
import dev.fnstore.store.FunctionStore;
import java.util.OptionalLong;

/**
 * FUNCTION CALL ASOF: a function as it was, on the data as it is, to find out since when it does
 * what it does. It may not write, and what its library keeps in upvalues ends with the call.
 */
final class PastCallCommand {
  private static final int KEY_COUNT_INDEX = 5;

  private static final CommandSpec SPEC =
      HistoryCommands.subcommand("call", -6)
          .flags("noscript no_multi stale no_mandatory_keys movablekeys readonly")
          .keys(
              KeySpec.keyNum(
                  KEY_COUNT_INDEX,
                  "RO access",
                  "We cannot tell how the keys will be used so we assume the worst, RO and ACCESS"))
          .complexity("Depends on the function that is executed, and its library's compilation.")
          .syntax("ASOF point function numkeys [key [key ...]] [arg [arg ...]]")
          .summary("Calls a function as it was at a point, without letting it write.")
          .build();

  private final FunctionStore store;
  private final ScriptRunner runner;

  private PastCallCommand(FunctionStore store, ScriptRunner runner) {
    this.store = store;
    this.runner = runner;
  }

  static Command of(FunctionStore store, ScriptRunner runner) {
    return HistoryCommand.of(SPEC, new PastCallCommand(store, runner)::plan);
  }

  private Reading plan(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    if (!words.take("asof")) {
      throw words.unknown();
    }
    Point point = words.point("ASOF");
    Bytes function = words.value("ASOF");
    ScriptRunner.Invocation invocation = invocation(call);
    return HistoryCommand.readingFirst(
        store.history(), view -> prepare(view, point, function, invocation));
  }

  private static ScriptRunner.Invocation invocation(Call call) throws RefusedException {
    OptionalLong keyCount = Integers.parse(call.word(KEY_COUNT_INDEX));
    if (keyCount.isEmpty()) {
      throw new RefusedException("Bad number of keys provided");
    }
    Reply.ErrorReply refusal = KeyedArguments.check(call, KEY_COUNT_INDEX, keyCount.getAsLong());
    if (refusal != null) {
      throw RefusedException.of(refusal.text());
    }
    return KeyedArguments.of(call, KEY_COUNT_INDEX, keyCount.getAsLong(), true);
  }

  private Reading.Outcome prepare(
      HistoryView view, Point point, Bytes name, ScriptRunner.Invocation invocation)
      throws RefusedException {
    RegistryImage image = view.image(point);
    RegisteredFunction function =
        image.function(name).orElseThrow(() -> new RefusedException("Function not found"));
    Library library = function.library().library();
    ApartLibrary apart = store.compileApart(library, view.source(library.digest()));
    return () -> runner.run(function, apart::start, invocation);
  }
}
