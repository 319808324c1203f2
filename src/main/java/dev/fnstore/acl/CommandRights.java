package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The commands that a selector allows. It keeps the rules too, in order and without those that a
 * later one has undone, so that it can be written down and read again.
 */
final class CommandRights {
  static final CommandRights NONE = new CommandRights(false, false, Set.of(), Map.of(), List.of());

  private final boolean beginsWithAll;
  private final boolean all;
  private final Set<String> allowed;

  /** By command: the only words that may follow it, in lower case. */
  private final Map<String, Set<Bytes>> firstWords;

  private final List<Bytes> rules;

  private CommandRights(
      boolean beginsWithAll,
      boolean all,
      Set<String> allowed,
      Map<String, Set<Bytes>> firstWords,
      List<Bytes> rules) {
    this.beginsWithAll = beginsWithAll;
    this.all = all;
    this.allowed = allowed;
    this.firstWords = firstWords;
    this.rules = rules;
  }

  /** {@code +@all}. */
  static CommandRights all(CommandCatalog catalog) {
    Set<String> names = new HashSet<>();
    for (CommandSpec command : catalog.specs()) {
      names.add(command.name());
      command.subcommands().forEach(subcommand -> names.add(subcommand.name()));
    }
    return new CommandRights(true, true, names, Map.of(), List.of());
  }

  /** Whether all that there is may be run. */
  boolean isAll() {
    return all;
  }

  boolean allows(CommandSpec command, List<Bytes> words) {
    if (all || command.has(CommandFlag.NO_AUTH) || allowed.contains(command.name())) {
      return true;
    }
    Set<Bytes> permitted = firstWords.get(command.name());
    return permitted != null && words.size() > 1 && permitted.contains(words.get(1).toLowerCase());
  }

  /** {@code +command} or {@code -command}; a container stands for its subcommands too. */
  CommandRights with(CommandSpec command, boolean allow) {
    Change change = new Change();
    change.set(command, allow);
    return change.result(all && allow, rule(Bytes.of(command.name()), allow));
  }

  /** {@code +@category} or {@code -@category}; {@code category} is one that there is. */
  CommandRights withCategory(CommandCatalog catalog, String category, boolean allow) {
    Change change = new Change();
    boolean any = false;
    for (CommandSpec command : catalog.specs()) {
      if (command.categories().contains(category)) {
        change.set(command, allow);
        any = true;
      }
      for (CommandSpec subcommand : command.subcommands()) {
        if (subcommand.categories().contains(category)) {
          change.set(subcommand, allow);
          any = true;
        }
      }
    }
    return change.result(all && (allow || !any), rule(Bytes.of("@" + category), allow));
  }

  /** {@code +command|word}, where {@code command} has no subcommands: with that word only. */
  CommandRights withFirstWord(CommandSpec command, Bytes word) {
    Change change = new Change();
    Set<Bytes> words = new HashSet<>(firstWords.getOrDefault(command.name(), Set.of()));
    words.add(word.toLowerCase());
    change.firstWords.put(command.name(), words);
    Bytes rule = Bytes.of(command.name() + "|").concat(word.toLowerCase());
    return change.result(all, rule(rule, true));
  }

  private List<Bytes> rule(Bytes what, boolean allow) {
    List<Bytes> kept = new ArrayList<>();
    Bytes ofSubcommands = what.concat(Bytes.of("|"));
    for (Bytes old : rules) {
      Bytes other = old.slice(1, old.length());
      if (!other.equals(what) && !other.startsWith(ofSubcommands)) {
        kept.add(old);
      }
    }
    kept.add(Bytes.of(allow ? "+" : "-").concat(what));
    return kept;
  }

  /** As rules, such as {@code -@all +get}. */
  Bytes describe() {
    Bytes text = Bytes.of(beginsWithAll ? "+@all" : "-@all");
    for (Bytes rule : rules) {
      text = text.concat(Bytes.of(" ")).concat(rule);
    }
    return text;
  }

  /** A copy in the making. */
  private final class Change {
    private final Set<String> allowed = new HashSet<>(CommandRights.this.allowed);
    private final Map<String, Set<Bytes>> firstWords = new HashMap<>(CommandRights.this.firstWords);

    private void set(CommandSpec command, boolean allow) {
      setOne(command.name(), allow);
      firstWords.remove(command.name());
      command.subcommands().forEach(subcommand -> setOne(subcommand.name(), allow));
    }

    private void setOne(String name, boolean allow) {
      if (allow) {
        allowed.add(name);
      } else {
        allowed.remove(name);
      }
    }

    private CommandRights result(boolean stillAll, List<Bytes> newRules) {
      return new CommandRights(beginsWithAll, stillAll, allowed, firstWords, newRules);
    }
  }
}
