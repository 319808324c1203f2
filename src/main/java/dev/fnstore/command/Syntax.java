package dev.fnstore.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the syntax of a command as manual pages write it into the arguments of COMMAND DOCS: {@code
 * key value [NX|XX] [EX seconds|PX milliseconds] [key ...]}. Words in capitals are tokens, others
 * are names; {@code […]} is optional, {@code <a|b>} a choice, {@code x [x ...]} can be given
 * several times.
 */
public final class Syntax {
  private static final Pattern PART = Pattern.compile("\\.\\.\\.|[\\[\\]<>|]|[^\\s\\[\\]<>|]+");
  private static final Set<String> INTEGERS =
      Set.of(
          "index",
          "count",
          "numkeys",
          "cursor",
          "seconds",
          "milliseconds",
          "offset",
          "start",
          "stop",
          "increment",
          "decrement",
          "protover",
          "element-index");
  private static final Set<String> DOUBLES = Set.of("score");
  private static final Set<String> KEYS = Set.of("key", "newkey", "source", "destination");

  private final List<String> parts = new ArrayList<>();
  private int position;

  private Syntax(String text) {
    Matcher matcher = PART.matcher(text);
    while (matcher.find()) {
      parts.add(matcher.group());
    }
  }

  /**
   * Reads {@code text}.
   *
   * @throws IllegalArgumentException if its brackets do not match
   */
  public static List<Argument> parse(String text) {
    Syntax syntax = new Syntax(text);
    List<Argument> arguments = syntax.sequence();
    if (syntax.position != syntax.parts.size()) {
      throw new IllegalArgumentException("unmatched bracket in: " + text);
    }
    return arguments;
  }

  private List<Argument> sequence() {
    List<Argument> arguments = new ArrayList<>();
    while (position < parts.size() && !isPart("]") && !isPart(">") && !isPart("|")) {
      if (isPart("...")) {
        position++;
        int last = arguments.size() - 1;
        arguments.set(last, arguments.get(last).asMultiple());
      } else {
        add(arguments, element());
      }
    }
    return arguments;
  }

  /** {@code key [key ...]} is one argument that can be given several times. */
  private static void add(List<Argument> arguments, Argument next) {
    int last = arguments.size() - 1;
    if (next.multiple() && next.optional() && last >= 0 && repeats(arguments, next)) {
      int count = next.type() == Argument.Type.BLOCK ? next.arguments().size() : 1;
      List<Argument> repeated =
          new ArrayList<>(arguments.subList(arguments.size() - count, arguments.size()));
      arguments.subList(arguments.size() - count, arguments.size()).clear();
      arguments.add(
          count == 1 ? repeated.get(0).asMultiple() : block(repeated, false).asMultiple());
    } else {
      arguments.add(next);
    }
  }

  private static boolean repeats(List<Argument> arguments, Argument next) {
    List<Argument> wanted = next.type() == Argument.Type.BLOCK ? next.arguments() : List.of(next);
    if (arguments.size() < wanted.size()) {
      return false;
    }
    int first = arguments.size() - wanted.size();
    for (int i = 0; i < wanted.size(); i++) {
      if (!arguments.get(first + i).name().equals(wanted.get(i).name())) {
        return false;
      }
    }
    return true;
  }

  private Argument element() {
    if (isPart("[")) {
      return enclosed("]").asOptional();
    } else if (isPart("<")) {
      return enclosed(">");
    }
    return word();
  }

  private Argument enclosed(String end) {
    position++;
    List<Argument> choices = new ArrayList<>();
    boolean multiple;
    do {
      List<Argument> sequence = sequence();
      if (sequence.isEmpty()) {
        throw new IllegalArgumentException("empty brackets");
      }
      choices.add(sequence.size() == 1 ? sequence.get(0) : block(sequence, false));
    } while (position < parts.size() && parts.get(position).equals("|") && position++ >= 0);
    multiple = choices.get(choices.size() - 1).multiple();
    if (!isPart(end)) {
      throw new IllegalArgumentException("a bracket is not closed by " + end);
    }
    position++;
    if (choices.size() == 1) {
      return lifted(choices.get(0));
    }
    Argument choice =
        new Argument(choices.get(0).name(), Argument.Type.ONE_OF, null, false, false, choices);
    return multiple ? choice.asMultiple() : choice;
  }

  /** {@code [score member ...]} repeats the whole block. */
  private static Argument lifted(Argument argument) {
    if (argument.type() != Argument.Type.BLOCK) {
      return argument;
    }
    List<Argument> inner = new ArrayList<>(argument.arguments());
    Argument last = inner.get(inner.size() - 1);
    if (!last.multiple() || last.optional()) {
      return argument;
    }
    inner.set(
        inner.size() - 1,
        new Argument(
            last.name(), last.type(), last.token(), last.optional(), false, last.arguments()));
    return block(inner, true);
  }

  private static Argument block(List<Argument> arguments, boolean multiple) {
    return new Argument(
        arguments.get(0).name(), Argument.Type.BLOCK, null, false, multiple, arguments);
  }

  private Argument word() {
    String word = parts.get(position++);
    if (!isToken(word)) {
      return argument(word, null);
    }
    boolean named =
        position < parts.size()
            && Character.isLetter(parts.get(position).charAt(0))
            && !isToken(parts.get(position));
    return named
        ? argument(parts.get(position++), word)
        : new Argument(
            word.toLowerCase(Locale.ROOT), Argument.Type.PURE_TOKEN, word, false, false, List.of());
  }

  private static Argument argument(String name, @Nullable String token) {
    return new Argument(name, type(name), token, false, false, List.of());
  }

  private static Argument.Type type(String name) {
    if (KEYS.contains(name)) {
      return Argument.Type.KEY;
    } else if (INTEGERS.contains(name)) {
      return Argument.Type.INTEGER;
    } else if (DOUBLES.contains(name)) {
      return Argument.Type.DOUBLE;
    } else if (name.startsWith("unix-time")) {
      return Argument.Type.UNIX_TIME;
    }
    return name.endsWith("pattern") ? Argument.Type.PATTERN : Argument.Type.STRING;
  }

  private static boolean isToken(String word) {
    return word.equals(word.toUpperCase(Locale.ROOT)) && Character.isLetter(word.charAt(0));
  }

  private boolean isPart(String wanted) {
    return position < parts.size() && parts.get(position).equals(wanted);
  }
}
