package dev.fnstore.history;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.fnstore.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The unified difference of two texts, byte for byte. */
public final class TextDifference {
  private static final int CONTEXT_LINES = 3;

  /**
   * Of what differs; the time that looking for the least difference takes goes with the square of
   * it. Longer ones are told as one block for another, which is true too.
   */
  private static final int MOST_COMPARED_LINES = 10_000;

  private TextDifference() {}

  /**
   * What changes in a text.
   *
   * @param before empty if there was none
   * @param after empty if there is none
   * @return as {@code diff -u} tells it; empty if nothing does
   */
  public static Bytes unified(Bytes libraryName, Bytes before, Bytes after) {
    List<String> old = lines(before);
    List<String> now = lines(after);
    String name = libraryName.toLatin1();
    List<String> told =
        UnifiedDiffUtils.generateUnifiedDiff(
            before.isEmpty() ? "/dev/null" : "a/" + name,
            after.isEmpty() ? "/dev/null" : "b/" + name,
            old,
            patch(old, now),
            CONTEXT_LINES);
    if (old.isEmpty() || now.isEmpty()) { // a text of no lines begins at line 0
      told.replaceAll(line -> line.startsWith("@@ ") ? line.replace("1,0 ", "0,0 ") : line);
    }
    String text = told.isEmpty() ? "" : String.join("\n", told) + "\n";
    return Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Each byte is a character, so that texts that are no UTF-8 stay what they are. */
  private static List<String> lines(Bytes text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> lines = Arrays.asList(text.toLatin1().split("\n", -1));
    boolean ended = lines.get(lines.size() - 1).isEmpty();
    return ended ? lines.subList(0, lines.size() - 1) : lines;
  }

  private static Patch<String> patch(List<String> old, List<String> now) {
    int shorter = Math.min(old.size(), now.size());
    int same = 0;
    while (same < shorter && old.get(same).equals(now.get(same))) {
      same++;
    }
    int sameAtEnd = 0;
    while (sameAtEnd < shorter - same
        && old.get(old.size() - 1 - sameAtEnd).equals(now.get(now.size() - 1 - sameAtEnd))) {
      sameAtEnd++;
    }
    List<String> gone = old.subList(same, old.size() - sameAtEnd);
    List<String> come = now.subList(same, now.size() - sameAtEnd);
    if (gone.size() + come.size() <= MOST_COMPARED_LINES) {
      return joined(DiffUtils.diff(old, now, new MyersDiffWithLinearSpace<>()));
    }
    Patch<String> block = new Patch<>();
    block.addDelta(new ChangeDelta<>(new Chunk<>(same, gone), new Chunk<>(same, come)));
    return block;
  }

  /** What goes and what comes in its place is one change, and what goes is told first. */
  private static Patch<String> joined(Patch<String> patch) {
    Patch<String> joined = new Patch<>();
    AbstractDelta<String> last = null;
    for (AbstractDelta<String> delta : patch.getDeltas()) {
      if (last != null
          && touch(last.getSource(), delta.getSource())
          && touch(last.getTarget(), delta.getTarget())) {
        last =
            new ChangeDelta<>(
                join(last.getSource(), delta.getSource()),
                join(last.getTarget(), delta.getTarget()));
      } else {
        if (last != null) {
          joined.addDelta(last);
        }
        last = delta;
      }
    }
    if (last != null) {
      joined.addDelta(last);
    }
    return joined;
  }

  private static boolean touch(Chunk<String> one, Chunk<String> next) {
    return one.getPosition() + one.size() == next.getPosition();
  }

  private static Chunk<String> join(Chunk<String> one, Chunk<String> next) {
    List<String> lines = new ArrayList<>(one.getLines());
    lines.addAll(next.getLines());
    return new Chunk<>(one.getPosition(), lines);
  }
}
