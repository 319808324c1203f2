package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Lua 5.1's patterns: one pattern at work on one subject. A zero byte ends the pattern. */
final class Pattern {
  private static final int MOST_CAPTURES = 32;
  private static final int POSITION = -2;
  private static final int UNFINISHED = -1;
  private static final int NO_MATCH = -1;

  private final Vm vm;
  private final LuaString subject;
  private final LuaString pattern;
  private final int patternEnd;
  private final int[] starts;
  private final int[] lengths;

  /** Which bytes a match begins with; null if that is not known. */
  private final boolean @Nullable [] firsts;

  private int captures;
  private int steps;

  Pattern(Vm vm, LuaString subject, LuaString pattern) {
    this.vm = vm;
    this.subject = subject;
    this.pattern = pattern;
    int end = 0;
    int parentheses = 0;
    while (end < pattern.m_length && Str.at(pattern, end) != 0) {
      parentheses += Str.at(pattern, end) == '(' ? 1 : 0;
      end++;
    }
    this.patternEnd = end;
    this.starts = new int[Math.min(parentheses, MOST_CAPTURES)];
    this.lengths = new int[starts.length];
    this.firsts = firsts(at(0) == '(' ? 1 : 0);
  }

  /** What the item at {@code p} of the pattern matches, if it is simple and has to match once. */
  private boolean @Nullable [] firsts(int p) {
    int c = at(p);
    boolean isClass = c == '%' && Ascii.isAlpha(at(p + 1)) && at(p + 1) != 'b' && at(p + 1) != 'f';
    if (!isClass && !Ascii.isAlnum(c)) {
      return null;
    }
    int end = isClass ? p + 2 : p + 1;
    return switch (at(end)) {
      case '*', '?', '-' -> null;
      default -> isClass ? ByteClasses.OF_LETTER[at(p + 1)] : ByteClasses.SINGLE[c];
    };
  }

  /** The first position from {@code from} on where an unanchored match may begin. */
  int next(int from) {
    if (firsts == null) {
      return from;
    }
    byte[] bytes = subject.m_bytes;
    int offset = subject.m_offset;
    int end = subject.m_length;
    int s = from;
    while (s < end && !firsts[bytes[offset + s] & 0xff]) {
      s++;
      if ((++steps & 0xff) == 0) {
        vm.pollOfPureFunction();
      }
    }
    return s;
  }

  boolean isAnchored() {
    return patternEnd > 0 && Str.at(pattern, 0) == '^';
  }

  /** Where the match that begins at {@code from} ends, or -1. */
  int match(int from, int patternStart) {
    captures = 0;
    return run(from, patternStart);
  }

  private int run(int from, int patternStart) {
    int s = from;
    int p = patternStart;
    for (; ; ) {
      if ((++steps & 0xff) == 0) {
        vm.pollOfPureFunction();
      }
      if (p == patternEnd) {
        return s;
      }
      switch (Str.at(pattern, p)) {
        case '(' -> {
          return at(p + 1) == ')' ? open(s, p + 2, POSITION) : open(s, p + 1, UNFINISHED);
        }
        case ')' -> {
          return close(s, p + 1);
        }
        case '$' -> {
          if (p + 1 == patternEnd) {
            return s == subject.m_length ? s : NO_MATCH;
          }
        }
        case '%' -> {
          int next = at(p + 1);
          if (next == 'b') {
            s = balanced(s, p + 2);
            if (s == NO_MATCH) {
              return NO_MATCH;
            }
            p += 4;
            continue;
          } else if (next == 'f') {
            p += 2;
            if (at(p) != '[') {
              throw LuaRaise.error("missing '[' after '%f' in pattern");
            }
            int end = classEnd(p);
            int before = s == 0 ? 0 : Str.at(subject, s - 1);
            int here = s < subject.m_length ? Str.at(subject, s) : 0;
            if (inSet(before, p, end - 1) || !inSet(here, p, end - 1)) {
              return NO_MATCH;
            }
            p = end;
            continue;
          } else if (Ascii.isDigit(next)) {
            s = backReference(s, next);
            if (s == NO_MATCH) {
              return NO_MATCH;
            }
            p += 2;
            continue;
          }
        }
        default -> {}
      }
      int end = classEnd(p);
      boolean matches = s < subject.m_length && single(Str.at(subject, s), p, end);
      switch (at(end)) {
        case '?' -> {
          if (matches) {
            int result = run(s + 1, end + 1);
            if (result != NO_MATCH) {
              return result;
            }
          }
          p = end + 1;
        }
        case '*', '+' -> {
          if (at(end) == '+') {
            if (!matches) {
              return NO_MATCH;
            }
            s++;
          }
          int result = longest(s, p, end);
          if (result != NO_MATCH) {
            return result;
          }
          p = end + 1;
        }
        case '-' -> {
          return shortest(s, p, end);
        }
        default -> {
          if (!matches) {
            return NO_MATCH;
          }
          s++;
          p = end;
        }
      }
    }
  }

  /** The byte of the pattern at {@code index}, 0 at its end. */
  private int at(int index) {
    return index < patternEnd ? Str.at(pattern, index) : 0;
  }

  private int classEnd(int p) {
    int i = p + 1;
    int c = at(p);
    if (c == '%') {
      if (i >= patternEnd) {
        throw LuaRaise.error("malformed pattern (ends with '%')");
      }
      return i + 1;
    } else if (c != '[') {
      return i;
    }
    if (at(i) == '^') {
      i++;
    }
    do {
      if (i >= patternEnd) {
        throw LuaRaise.error("malformed pattern (missing ']')");
      }
      int inside = at(i++);
      if (inside == '%' && i < patternEnd) {
        i++;
      }
    } while (i >= patternEnd || at(i) != ']');
    return i + 1;
  }

  private boolean single(int c, int p, int end) {
    return switch (at(p)) {
      case '.' -> true;
      case '%' -> ByteClasses.OF_LETTER[at(p + 1)][c];
      case '[' -> inSet(c, p, end - 1);
      default -> at(p) == c;
    };
  }

  /** From the opening bracket up to the closing one at {@code last}. */
  private boolean inSet(int c, int open, int last) {
    int p = open + 1;
    boolean wanted = true;
    if (at(p) == '^') {
      wanted = false;
      p++;
    }
    for (; p < last; p++) {
      if (at(p) == '%') {
        p++;
        if (ByteClasses.OF_LETTER[at(p)][c]) {
          return wanted;
        }
      } else if (at(p + 1) == '-' && p + 2 < last) {
        if (at(p) <= c && c <= at(p + 2)) {
          return wanted;
        }
        p += 2;
      } else if (at(p) == c) {
        return wanted;
      }
    }
    return !wanted;
  }

  private int balanced(int s, int p) {
    if (p + 1 >= patternEnd) {
      throw LuaRaise.error("unbalanced pattern");
    }
    if (s >= subject.m_length || Str.at(subject, s) != at(p)) {
      return NO_MATCH;
    }
    int depth = 1;
    for (int i = s + 1; i < subject.m_length; i++) {
      if ((++steps & 0xff) == 0) {
        vm.pollOfPureFunction();
      }
      int c = Str.at(subject, i);
      if (c == at(p + 1)) {
        if (--depth == 0) {
          return i + 1;
        }
      } else if (c == at(p)) {
        depth++;
      }
    }
    return NO_MATCH;
  }

  /**
   * Where the match ends that takes as many bytes as can be of the item at {@code p}, but more than
   * none, which is left to the caller: without recursion.
   */
  private int longest(int s, int p, int end) {
    int most = mostOf(s, p, end);
    if (end + 1 == patternEnd) {
      return most;
    }
    for (; most > s; most--) {
      int result = run(most, end + 1);
      if (result != NO_MATCH) {
        return result;
      }
    }
    return NO_MATCH;
  }

  /** Up to where the item at {@code p} matches one byte after the other. */
  private int mostOf(int s, int p, int end) {
    boolean[] members = at(p) == '%' ? ByteClasses.OF_LETTER[at(p + 1)] : null;
    byte[] bytes = subject.m_bytes;
    int last = subject.m_offset + subject.m_length;
    int i = subject.m_offset + s;
    while (i < last) {
      int c = bytes[i] & 0xff;
      if (!(members == null ? single(c, p, end) : members[c])) {
        break;
      }
      i++;
      if ((++steps & 0xff) == 0) {
        vm.pollOfPureFunction();
      }
    }
    return i - subject.m_offset;
  }

  private int shortest(int from, int p, int end) {
    int s = from;
    for (; ; ) {
      int result = run(s, end + 1);
      if (result != NO_MATCH) {
        return result;
      } else if (s < subject.m_length && single(Str.at(subject, s), p, end)) {
        s++;
      } else {
        return NO_MATCH;
      }
    }
  }

  private int open(int s, int p, int kind) {
    if (captures >= MOST_CAPTURES) {
      throw LuaRaise.error("too many captures");
    }
    starts[captures] = s;
    lengths[captures] = kind;
    captures++;
    int result = run(s, p);
    if (result == NO_MATCH) {
      captures--;
    }
    return result;
  }

  private int close(int s, int p) {
    int last = captures - 1;
    while (last >= 0 && lengths[last] != UNFINISHED) {
      last--;
    }
    if (last < 0) {
      throw LuaRaise.error("invalid pattern capture");
    }
    lengths[last] = s - starts[last];
    int result = run(s, p);
    if (result == NO_MATCH) {
      lengths[last] = UNFINISHED;
    }
    return result;
  }

  private int backReference(int s, int digit) {
    int index = digit - '1';
    if (index < 0 || index >= captures || lengths[index] == UNFINISHED) {
      throw LuaRaise.error("invalid capture index");
    }
    int length = lengths[index];
    if (length == POSITION || subject.m_length - s < length) { // a position is no text to find
      return NO_MATCH;
    }
    for (int i = 0; i < length; i++) {
      if (Str.at(subject, starts[index] + i) != Str.at(subject, s + i)) {
        return NO_MATCH;
      }
    }
    return s + length;
  }

  /** The capture of that number from 0, of the match from {@code start} to {@code end}. */
  LuaValue capture(int index, int start, int end) {
    if (index >= captures) {
      if (index != 0) {
        throw LuaRaise.error("invalid capture index");
      }
      return Str.slice(subject, start, end);
    } else if (lengths[index] == POSITION) {
      return Num.of(starts[index] + 1);
    } else if (lengths[index] == UNFINISHED) {
      throw LuaRaise.error("unfinished capture");
    }
    return Str.slice(subject, starts[index], starts[index] + lengths[index]);
  }

  void appendWhole(ByteBuilder out, int start, int end) {
    out.append(subject.m_bytes, subject.m_offset + start, end - start);
  }

  /** All captures, or the whole match if there are none. */
  Varargs captures(int start, int end) {
    return captures == 0 ? Str.slice(subject, start, end) : allCaptures(start, end);
  }

  /** All captures; none if there are none. */
  Varargs allCaptures(int start, int end) {
    LuaValue[] values = new LuaValue[captures];
    for (int i = 0; i < values.length; i++) {
      values[i] = capture(i, start, end);
    }
    return LuaValue.varargsOf(values);
  }
}
