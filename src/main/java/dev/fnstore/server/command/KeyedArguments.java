package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.script.ScriptRunner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code command what numkeys key… arg…}: the form of FCALL and of EVAL. */
final class KeyedArguments {
  private static final int FIRST_KEY = 3;

  private KeyedArguments() {}

  static Reply.@Nullable ErrorReply check(Call call, long keyCount) {
    if (keyCount > call.wordCount() - FIRST_KEY) {
      return Reply.err("Number of keys can't be greater than number of args");
    } else if (keyCount < 0) {
      return Reply.err("Number of keys can't be negative");
    }
    return null;
  }

  /** Cuts the words into keys and arguments; the count has been checked. */
  static ScriptRunner.Invocation of(Call call, long keyCount, boolean readOnly) {
    int firstArgument = FIRST_KEY + (int) keyCount;
    List<Bytes> words = call.words();
    return new ScriptRunner.Invocation(
        call,
        words.subList(FIRST_KEY, firstArgument),
        words.subList(firstArgument, words.size()),
        readOnly);
  }
}
