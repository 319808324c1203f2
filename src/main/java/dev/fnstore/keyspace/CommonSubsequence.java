package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LCS: the longest common subsequence of two strings, by the table of those of their prefixes. */
final class CommonSubsequence {
  private final Bytes one;
  private final Bytes other;

  /** The length for the first {@code i} bytes of one and {@code j} of the other at (i, j). */
  private final int[][] lengths;

  private CommonSubsequence(Bytes one, Bytes other) {
    this.one = one;
    this.other = other;
    this.lengths = new int[one.length() + 1][other.length() + 1];
    for (int i = 1; i <= one.length(); i++) {
      for (int j = 1; j <= other.length(); j++) {
        lengths[i][j] =
            one.at(i - 1) == other.at(j - 1)
                ? lengths[i - 1][j - 1] + 1
                : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
      }
    }
  }

  /** Bytes that follow one another in both; the ends are the last ones. */
  private record Match(int oneStart, int oneEnd, int otherStart, int otherEnd) {
    int length() {
      return oneEnd - oneStart + 1;
    }

    Reply reply(boolean withLength) {
      List<Reply> parts = new ArrayList<>();
      parts.add(Reply.array(Reply.of(oneStart), Reply.of(oneEnd)));
      parts.add(Reply.array(Reply.of(otherStart), Reply.of(otherEnd)));
      if (withLength) {
        parts.add(Reply.of(length()));
      }
      return Reply.array(parts);
    }
  }

  static Reply lcs(DataCall call) {
    Entry first = call.find(call.word(1));
    Entry second = call.find(call.word(2));
    Bytes one = content(first);
    Bytes other = content(second);
    boolean lengthOnly = false;
    boolean withMatches = false;
    boolean withLengths = false;
    long least = 0;
    for (int i = 3; i < call.count(); i++) {
      if (call.is(i, "IDX")) {
        withMatches = true;
      } else if (call.is(i, "LEN")) {
        lengthOnly = true;
      } else if (call.is(i, "WITHMATCHLEN")) {
        withLengths = true;
      } else if (call.is(i, "MINMATCHLEN") && i + 1 < call.count()) {
        i++;
        least = call.integer(i);
      } else {
        throw CommandError.syntax();
      }
    }
    if (lengthOnly && withMatches) {
      throw CommandError.of("If you want both the length and indexes, please just use IDX.");
    }
    long tableBytes = 4L * (one.length() + 1) * (other.length() + 1);
    if (tableBytes > Growth.LONGEST) {
      throw CommandError.of(
          "Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
    }
    Growth.checkRoom(tableBytes);
    CommonSubsequence common = new CommonSubsequence(one, other);
    if (withMatches) {
      return common.matches(least, withLengths);
    }
    return lengthOnly ? Reply.of(common.length()) : Reply.bulk(common.text());
  }

  private static Bytes content(@Nullable Entry entry) {
    if (entry == null) {
      return Bytes.EMPTY;
    } else if (entry.value() instanceof StringValue string) {
      return string.content();
    }
    throw CommandError.of("The specified keys must contain string values");
  }

  private int length() {
    return lengths[one.length()][other.length()];
  }

  private Bytes text() {
    byte[] text = new byte[length()];
    int left = text.length;
    int i = one.length();
    int j = other.length();
    while (left > 0) {
      if (one.at(i - 1) == other.at(j - 1)) {
        left--;
        i--;
        j--;
        text[left] = one.at(i);
      } else if (lengths[i - 1][j] > lengths[i][j - 1]) {
        i--;
      } else {
        j--;
      }
    }
    return Bytes.wrap(text);
  }

  /** From the last on. */
  private Reply matches(long least, boolean withLengths) {
    List<Reply> matches = new ArrayList<>();
    int i = one.length();
    int j = other.length();
    while (i > 0 && j > 0) {
      if (one.at(i - 1) == other.at(j - 1)) {
        int oneEnd = i - 1;
        int otherEnd = j - 1;
        while (i > 0 && j > 0 && one.at(i - 1) == other.at(j - 1)) {
          i--;
          j--;
        }
        Match match = new Match(i, oneEnd, j, otherEnd);
        if (match.length() >= least) {
          matches.add(match.reply(withLengths));
        }
      } else if (lengths[i - 1][j] > lengths[i][j - 1]) {
        i--;
      } else {
        j--;
      }
    }
    return new Reply.Dictionary(
        List.of(
            new Reply.Entry(Reply.bulk("matches"), Reply.array(matches)),
            new Reply.Entry(Reply.bulk("len"), Reply.of(length()))));
  }
}
