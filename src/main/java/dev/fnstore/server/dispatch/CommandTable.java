package dev.fnstore.server.dispatch;

import dev.fnstore.acl.CommandCatalog;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All commands by name. Filled at start, then only read, by any thread. */
public final class CommandTable implements CommandCatalog {
  private final Map<String, Command> commands = new TreeMap<>();
  private final Map<Bytes, Entry> byName = new HashMap<>();

  /** A command, or a container with its subcommands by name. */
  private record Entry(Known known, Map<Bytes, Known> subcommands) {
    Command command() {
      return known.command();
    }
  }

  /** What a request's first words name. */
  public sealed interface Found {}

  /** A command. */
  public record Known(Command command) implements Found {}

  /** Nothing; the reply says so in Valkey's words. */
  public record Unknown(Reply.ErrorReply reply) implements Found {}

  private final Statistics statistics;

  /** A table without commands, whose counters {@code statistics} shows. */
  public CommandTable(Statistics statistics) {
    this.statistics = statistics;
  }

  public void add(Command command) {
    add(command, Map.of());
  }

  private void add(Command command, Map<Bytes, Known> subcommands) {
    String name = command.spec().name();
    Known known = counted(command);
    if (commands.put(name, known.command()) != null) {
      throw new IllegalStateException("two commands are named " + name);
    }
    Entry entry = new Entry(known, subcommands);
    byName.put(Bytes.of(name), entry);
    byName.put(Bytes.of(name.toUpperCase(Locale.ROOT)), entry); // as most clients spell it
  }

  private Known counted(Command command) {
    return new Known(new CountedCommand(command, statistics.register(command.spec().name())));
  }

  public void addAll(Collection<Command> more) {
    more.forEach(this::add);
  }

  /**
   * Adds a container, such as FUNCTION. Called without a subcommand it is refused.
   *
   * @param spec without subcommands: they are taken from {@code subcommands}
   */
  public void addContainer(CommandSpec.Builder spec, List<Command> subcommands) {
    addContainer(spec, subcommands, call -> wrongArity(call.spec()));
  }

  /** Adds a container that does something without a subcommand too. */
  public void addContainer(
      CommandSpec.Builder spec, List<Command> subcommands, Command.Handler alone) {
    Map<Bytes, Known> byWord = new HashMap<>();
    for (Command subcommand : subcommands) {
      spec.subcommand(subcommand.spec());
      String name = subcommand.spec().name();
      byWord.put(Bytes.of(name.substring(name.indexOf('|') + 1)), counted(subcommand));
    }
    add(Command.of(spec.build(), alone), byWord);
  }

  /** The command that {@code words} begin with, names in either case. */
  public Found find(List<Bytes> words) {
    Entry entry = entry(words.get(0));
    if (entry == null) {
      return new Unknown(unknownCommand(words));
    } else if (entry.subcommands().isEmpty() || words.size() < 2) {
      return entry.known();
    }
    Known subcommand = entry.subcommands().get(words.get(1).toLowerCase());
    return subcommand != null ? subcommand : new Unknown(unknownSubcommand(words));
  }

  private @Nullable Entry entry(Bytes name) {
    Entry exact = byName.get(name);
    return exact != null ? exact : byName.get(name.toLowerCase());
  }

  /** The specification of {@code get} or {@code function|load}, in either case. */
  @Override
  public Optional<CommandSpec> spec(Bytes name) {
    int bar = name.indexOf((byte) '|', 0);
    Entry entry = entry(bar < 0 ? name : name.slice(0, bar));
    if (entry == null) {
      return Optional.empty();
    } else if (bar < 0) {
      return Optional.of(entry.command().spec());
    }
    Known subcommand = entry.subcommands().get(name.slice(bar + 1, name.length()).toLowerCase());
    return Optional.ofNullable(subcommand).map(known -> known.command().spec());
  }

  /** All commands, containers but not their subcommands, by name. */
  @Override
  public List<CommandSpec> specs() {
    return commands.values().stream().map(Command::spec).toList();
  }

  public static Reply.ErrorReply wrongArity(CommandSpec spec) {
    return Reply.err("wrong number of arguments for '" + spec.name() + "' command");
  }

  /** Valkey shows at most 128 bytes of the name and of the arguments. */
  private static Reply.ErrorReply unknownCommand(List<Bytes> words) {
    StringBuilder arguments = new StringBuilder();
    for (Bytes word : words.subList(1, words.size())) {
      if (arguments.length() >= 128) {
        break;
      }
      int room = 128 - arguments.length();
      arguments.append('\'').append(cut(word, room)).append("' ");
    }
    return latin1(
        "ERR unknown command '"
            + cut(words.get(0), 128)
            + "', with args beginning with: "
            + arguments);
  }

  private static Reply.ErrorReply unknownSubcommand(List<Bytes> words) {
    String container = words.get(0).toLatin1().toUpperCase(Locale.ROOT);
    return latin1(
        "ERR unknown subcommand '" + cut(words.get(1), 128) + "'. Try " + container + " HELP.");
  }

  /** As C prints it: what is behind a NUL is not shown. */
  private static String cut(Bytes word, int most) {
    Bytes shown = word.slice(0, Math.min(word.length(), Math.max(0, most)));
    int nul = shown.indexOf((byte) 0, 0);
    return (nul < 0 ? shown : shown.slice(0, nul)).toLatin1();
  }

  private static Reply.ErrorReply latin1(String text) {
    return new Reply.ErrorReply(Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
