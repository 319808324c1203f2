package dev.fnstore.command;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * A command as COMMAND INFO and COMMAND DOCS describe it.
 *
 * @param name in lower case; a subcommand is {@code container|sub}
 * @param arity number of words with the name, negative where that is the least
 * @param flags of COMMAND INFO
 * @param categories ACL categories without the {@code @}, those that follow from flags included
 * @param keySpecs where the keys are
 * @param tips for clients and proxies
 * @param moreWords what a call must go on with, in lower case, if it has more words than Valkey
 *     takes; empty where the arity is Valkey's
 * @param docs of COMMAND DOCS
 * @param subcommands of a container, else empty
 */
public record CommandSpec(
    String name,
    int arity,
    Set<CommandFlag> flags,
    Set<String> categories,
    List<KeySpec> keySpecs,
    List<String> tips,
    Set<String> moreWords,
    Docs docs,
    List<CommandSpec> subcommands) {

  /**
   * What COMMAND DOCS tells.
   *
   * @param syntax the words after the name as a manual page writes them: {@code key [NX|XX] [EX
   *     seconds] value [value ...]}
   */
  public record Docs(
      String summary, String since, String group, String complexity, String syntax) {}

  public boolean has(CommandFlag flag) {
    return flags.contains(flag);
  }

  public boolean isContainer() {
    return !subcommands.isEmpty();
  }

  /** Whether a call, its name included, has the right number of words. */
  public boolean takes(List<Bytes> words) {
    int least = Math.abs(arity);
    if (words.size() <= least || arity > 0) {
      return words.size() == least;
    }
    return moreWords.isEmpty()
        || moreWords.stream().anyMatch(word -> words.get(least).equalsIgnoreCase(word));
  }

  /** The position of the first key, or 0 if there is none or it is not at a fixed place. */
  public int firstKey() {
    return isFixedRange() ? indexOf(keySpecs.get(0)) : 0;
  }

  /**
   * The position of the last key, negative from the end, or 0 as {@link #firstKey}. Ranges of step
   * 1 that follow one another ({@code RENAME key newkey}) are one, as in Valkey's command table.
   */
  public int lastKey() {
    if (!isFixedRange()) {
      return 0;
    }
    int last = lastOf(keySpecs.get(0));
    for (KeySpec next : keySpecs.subList(1, keySpecs.size())) {
      boolean follows =
          keyStep() == 1
              && next.find() instanceof KeySpec.Range range
              && range.step() == 1
              && next.begin() instanceof KeySpec.Index begin
              && begin.index() == last + 1;
      if (follows) {
        last = lastOf(next);
      }
    }
    return last;
  }

  /** The step from key to key, or 0 as {@link #firstKey}. */
  public int keyStep() {
    return isFixedRange() ? ((KeySpec.Range) keySpecs.get(0).find()).step() : 0;
  }

  private static int lastOf(KeySpec keySpec) {
    int last = ((KeySpec.Range) keySpec.find()).lastKey();
    return last < 0 ? last : indexOf(keySpec) + last;
  }

  private static int indexOf(KeySpec keySpec) {
    return ((KeySpec.Index) keySpec.begin()).index();
  }

  private boolean isFixedRange() {
    return !keySpecs.isEmpty()
        && keySpecs.get(0).begin() instanceof KeySpec.Index
        && keySpecs.get(0).find() instanceof KeySpec.Range;
  }

  /** Begins a specification; {@code name} in lower case. */
  public static Builder command(String name, int arity) {
    return new Builder(name, arity);
  }

  /** Collects what a specification says, in any order. Words within a text are parted by blanks. */
  public static final class Builder {
    private final String name;
    private final int arity;
    private final EnumSet<CommandFlag> flags = EnumSet.noneOf(CommandFlag.class);
    private final Set<String> categories = new TreeSet<>();
    private final List<KeySpec> keySpecs = new ArrayList<>();
    private final List<String> tips = new ArrayList<>();
    private final List<CommandSpec> subcommands = new ArrayList<>();
    private Set<String> moreWords = Set.of();
    private String summary = "";
    private String since = "1.0.0";
    private String group = "generic";
    private String complexity = "O(1)";
    private String syntax = "";

    private Builder(String name, int arity) {
      this.name = name;
      this.arity = arity;
    }

    public Builder flags(String words) {
      for (String word : words.split(" ", -1)) {
        flags.add(CommandFlag.valueOf(word.toUpperCase(Locale.ROOT)));
      }
      return this;
    }

    /**
     * Categories that do not follow from flags ({@code read}, {@code write}, {@code fast} … do).
     */
    public Builder categories(String words) {
      categories.addAll(List.of(words.split(" ", -1)));
      return this;
    }

    public Builder keys(KeySpec keySpec) {
      keySpecs.add(keySpec);
      return this;
    }

    /** One key, the word after the name; {@code keyFlags} as {@code RW update}. */
    public Builder key(String keyFlags) {
      return keys(KeySpec.range(1, 0, 1, keyFlags));
    }

    public Builder tips(String words) {
      tips.addAll(List.of(words.split(" ", -1)));
      return this;
    }

    /** Options of our own behind the words that Valkey takes, in lower case. */
    public Builder moreWords(String... words) {
      this.moreWords = Set.of(words);
      return this;
    }

    public Builder summary(String text) {
      this.summary = text;
      return this;
    }

    public Builder since(String version) {
      this.since = version;
      return this;
    }

    public Builder group(String word) {
      this.group = word;
      return this;
    }

    public Builder complexity(String text) {
      this.complexity = text;
      return this;
    }

    public Builder syntax(String text) {
      this.syntax = text;
      return this;
    }

    public Builder subcommand(CommandSpec subcommand) {
      subcommands.add(subcommand);
      return this;
    }

    public CommandSpec build() {
      addImpliedCategories();
      return new CommandSpec(
          name,
          arity,
          Collections.unmodifiableSet(EnumSet.copyOf(flags)),
          Collections.unmodifiableSet(new TreeSet<>(categories)),
          List.copyOf(keySpecs),
          List.copyOf(tips),
          moreWords,
          new Docs(summary, since, group, complexity, syntax),
          List.copyOf(subcommands));
    }

    /** The rule of Valkey's command table: what the flags say need not be said again. */
    private void addImpliedCategories() {
      imply(CommandFlag.WRITE, "write");
      if (!categories.contains("scripting")) {
        imply(CommandFlag.READONLY, "read");
      }
      imply(CommandFlag.ADMIN, "admin");
      imply(CommandFlag.ADMIN, "dangerous");
      imply(CommandFlag.PUBSUB, "pubsub");
      imply(CommandFlag.BLOCKING, "blocking");
      categories.add(flags.contains(CommandFlag.FAST) ? "fast" : "slow");
    }

    private void imply(CommandFlag flag, String category) {
      if (flags.contains(flag)) {
        categories.add(category);
      }
    }
  }
}
