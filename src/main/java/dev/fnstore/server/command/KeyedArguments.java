package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.script.ScriptRunner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code … numkeys key… arg…}: the form of FCALL and of EVAL. */
final class KeyedArguments {
  private static final int KEY_COUNT_INDEX = 2;

  private KeyedArguments() {}

  static Reply.@Nullable ErrorReply check(Call call, long keyCount) {
    return check(call, KEY_COUNT_INDEX, keyCount);
  }

  /** As {@link #check(Call, long)}, where the count is not the third word. */
  static Reply.@Nullable ErrorReply check(Call call, int keyCountIndex, long keyCount) {
    if (keyCount > call.wordCount() - keyCountIndex - 1) {
      return Reply.err("Number of keys can't be greater than number of args");
    } else if (keyCount < 0) {
      return Reply.err("Number of keys can't be negative");
    }
    return null;
  }

  /** Cuts the words into keys and arguments; the count has been checked. */
  static ScriptRunner.Invocation of(Call call, long keyCount, boolean readOnly) {
    return of(call, KEY_COUNT_INDEX, keyCount, readOnly);
  }

  /** As {@link #of(Call, long, boolean)}, where the count is not the third word. */
  static ScriptRunner.Invocation of(Call call, int keyCountIndex, long keyCount, boolean readOnly) {
    int firstKey = keyCountIndex + 1;
    int firstArgument = firstKey + (int) keyCount;
    List<Bytes> words = call.words();
    return new ScriptRunner.Invocation(
        call,
        words.subList(firstKey, firstArgument),
        words.subList(firstArgument, words.size()),
        readOnly);
  }
}
