package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.script.EvalScripts;
import dev.fnstore.server.script.ScriptRunner;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** EVAL, EVALSHA and their read-only forms. */
public final class EvalCommands {
  private static final String RW_NOTES =
      "We cannot tell how the keys will be used so we assume the worst, RW and UPDATE";
  private static final String RO_NOTES =
      "We cannot tell how the keys will be used so we assume the worst, RO and ACCESS";
  private static final Reply.ErrorReply NO_SCRIPT =
      Reply.ErrorReply.of("NOSCRIPT No matching script.");

  private final EvalScripts scripts;
  private final ScriptRunner runner;

  public EvalCommands(EvalScripts scripts, ScriptRunner runner) {
    this.scripts = scripts;
    this.runner = runner;
  }

  public List<Command> all() {
    return List.of(
        new Eval(spec("eval", false, RW_NOTES), false, false),
        new Eval(spec("evalsha", false, ""), false, true),
        new Eval(spec("eval_ro", true, RO_NOTES), true, false),
        new Eval(spec("evalsha_ro", true, ""), true, true));
  }

  private static CommandSpec spec(String name, boolean readOnly, String notes) {
    String what = name.startsWith("evalsha") ? "sha1" : "script";
    return CommandSpec.command(name, -3)
        .flags(
            "noscript stale skip_monitor no_mandatory_keys movablekeys "
                + (readOnly ? "readonly" : "may_replicate"))
        .categories("scripting")
        .keys(KeySpec.keyNum(2, readOnly ? "RO access" : "RW access update", notes))
        .group("scripting")
        .since(readOnly ? "7.0.0" : "2.6.0")
        .complexity("Depends on the script that is executed.")
        .syntax(what + " numkeys [key [key ...]] [arg [arg ...]]")
        .summary(
            "Runs a script"
                + (what.equals("sha1") ? " by its SHA-1" : "")
                + (readOnly ? " that does not write." : "."))
        .build();
  }

  private final class Eval implements Command {
    private final CommandSpec spec;
    private final boolean readOnly;
    private final boolean bySha;

    Eval(CommandSpec spec, boolean readOnly, boolean bySha) {
      this.spec = spec;
      this.readOnly = readOnly;
      this.bySha = bySha;
    }

    @Override
    public CommandSpec spec() {
      return spec;
    }

    @Override
    public Set<CommandFlag> effectiveFlags(Call call) {
      return flags(call)
          .map(declared -> FcallCommand.declared(spec, declared))
          .orElse(spec.flags());
    }

    /** What its shebang declares, also where it is not known yet. */
    private Optional<Set<FunctionFlag>> flags(Call call) {
      Bytes word = call.word(1);
      Optional<EvalScripts.Script> script = bySha ? scripts.bySha1(word) : scripts.known(word);
      if (bySha || script.isPresent()) {
        return script.flatMap(EvalScripts.Script::flags);
      }
      try {
        return EvalScripts.flags(word);
      } catch (ScriptException e) {
        return Optional.empty(); // running it tells what is wrong
      }
    }

    @Override
    public Reply run(Call call) {
      OptionalLong keyCount = Integers.parse(call.word(2));
      if (bySha && call.word(1).length() != 40) {
        return NO_SCRIPT;
      } else if (keyCount.isEmpty()) {
        return Reply.err("value is not an integer or out of range");
      }
      Reply.ErrorReply refusal = KeyedArguments.check(call, keyCount.getAsLong());
      if (refusal != null) {
        return refusal;
      }
      try {
        Optional<EvalScripts.Script> script =
            bySha
                ? scripts.bySha1(call.word(1))
                : Optional.of(scripts.compile(call.word(1), false));
        if (script.isEmpty()) {
          return NO_SCRIPT;
        }
        return runner.run(
            script.get().code(),
            Bytes.of(script.get().sha1()),
            script.get().flags().orElse(null),
            KeyedArguments.of(call, keyCount.getAsLong(), readOnly));
      } catch (ScriptException e) {
        return new Reply.ErrorReply(Bytes.of("ERR ").concat(e.text()));
      }
    }
  }
}
