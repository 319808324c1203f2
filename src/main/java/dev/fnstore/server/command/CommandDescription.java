package dev.fnstore.server.command;

import dev.fnstore.command.AclCategories;
import dev.fnstore.command.Argument;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import dev.fnstore.command.Syntax;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/** Command specifications as COMMAND INFO and COMMAND DOCS reply with them. */
final class CommandDescription {
  private CommandDescription() {}

  /** COMMAND INFO of one command. */
  static Reply info(CommandSpec spec) {
    List<Reply> flags = new ArrayList<>();
    for (CommandFlag flag : spec.flags()) {
      if (flag != CommandFlag.MAY_REPLICATE) {
        flags.add(Reply.simple(flag.text()));
      }
    }
    List<Reply> categories = new ArrayList<>();
    for (String category : AclCategories.ALL) {
      if (spec.categories().contains(category)) {
        categories.add(Reply.simple("@" + category));
      }
    }
    List<Reply> tips = new ArrayList<>();
    spec.tips().forEach(tip -> tips.add(Reply.bulk(tip)));
    List<Reply> keySpecs = new ArrayList<>();
    spec.keySpecs().forEach(keySpec -> keySpecs.add(info(keySpec)));
    List<Reply> subcommands = new ArrayList<>();
    spec.subcommands().forEach(subcommand -> subcommands.add(info(subcommand)));
    return Reply.array(
        Reply.bulk(spec.name()),
        Reply.of(spec.arity()),
        new Reply.Group(flags),
        Reply.of(spec.firstKey()),
        Reply.of(spec.lastKey()),
        Reply.of(spec.keyStep()),
        new Reply.Group(categories),
        new Reply.Group(tips),
        new Reply.Group(keySpecs),
        spec.isContainer() ? Reply.array(subcommands) : new Reply.Group(subcommands));
  }

  private static Reply info(KeySpec keySpec) {
    List<Reply.Entry> entries = new ArrayList<>();
    if (!keySpec.notes().isEmpty()) {
      entries.add(entry("notes", Reply.bulk(keySpec.notes())));
    }
    List<Reply> flags = new ArrayList<>();
    keySpec.flags().forEach(flag -> flags.add(Reply.simple(flag)));
    entries.add(entry("flags", new Reply.Group(flags)));
    entries.add(entry("begin_search", begin(keySpec.begin())));
    entries.add(entry("find_keys", find(keySpec.find())));
    return new Reply.Dictionary(entries);
  }

  private static Reply begin(KeySpec.Begin begin) {
    if (begin instanceof KeySpec.Index index) {
      return search("index", List.of(entry("index", Reply.of(index.index()))));
    } else if (begin instanceof KeySpec.Keyword keyword) {
      return search(
          "keyword",
          List.of(
              entry("keyword", Reply.bulk(keyword.word())),
              entry("startfrom", Reply.of(keyword.from()))));
    }
    return search("unknown", List.of());
  }

  private static Reply find(KeySpec.Find find) {
    if (find instanceof KeySpec.Range range) {
      return search(
          "range",
          List.of(
              entry("lastkey", Reply.of(range.lastKey())),
              entry("keystep", Reply.of(range.step())),
              entry("limit", Reply.of(range.limit()))));
    } else if (find instanceof KeySpec.KeyNum keyNum) {
      return search(
          "keynum",
          List.of(
              entry("keynumidx", Reply.of(keyNum.keyNumIndex())),
              entry("firstkey", Reply.of(keyNum.firstKey())),
              entry("keystep", Reply.of(keyNum.step()))));
    }
    return search("unknown", List.of());
  }

  private static Reply search(String type, List<Reply.Entry> spec) {
    return new Reply.Dictionary(
        List.of(entry("type", Reply.bulk(type)), entry("spec", new Reply.Dictionary(spec))));
  }

  /** COMMAND DOCS of one command, less its name. */
  static Reply docs(CommandSpec spec) {
    List<Reply.Entry> entries = new ArrayList<>();
    entries.add(entry("summary", Reply.bulk(spec.docs().summary())));
    entries.add(entry("since", Reply.bulk(spec.docs().since())));
    entries.add(entry("group", Reply.bulk(spec.docs().group())));
    entries.add(entry("complexity", Reply.bulk(spec.docs().complexity())));
    List<Reply> arguments = new ArrayList<>();
    Syntax.parse(spec.docs().syntax()).forEach(argument -> arguments.add(docs(argument)));
    if (!arguments.isEmpty()) {
      entries.add(entry("arguments", Reply.array(arguments)));
    }
    if (spec.isContainer()) {
      List<Reply.Entry> subcommands = new ArrayList<>();
      spec.subcommands()
          .forEach(subcommand -> subcommands.add(entry(subcommand.name(), docs(subcommand))));
      entries.add(entry("subcommands", new Reply.Dictionary(subcommands)));
    }
    return new Reply.Dictionary(entries);
  }

  private static Reply docs(Argument argument) {
    List<Reply.Entry> entries = new ArrayList<>();
    entries.add(entry("name", Reply.bulk(argument.name())));
    entries.add(entry("type", Reply.bulk(argument.type().text())));
    if (argument.arguments().isEmpty()) {
      entries.add(entry("display_text", Reply.bulk(argument.name())));
    }
    if (argument.type() == Argument.Type.KEY) {
      entries.add(entry("key_spec_index", Reply.ZERO));
    }
    String token = argument.token();
    if (token != null) {
      entries.add(entry("token", Reply.bulk(token)));
    }
    List<Reply> flags = new ArrayList<>();
    if (argument.optional()) {
      flags.add(Reply.simple("optional"));
    }
    if (argument.multiple()) {
      flags.add(Reply.simple("multiple"));
    }
    if (!flags.isEmpty()) {
      entries.add(entry("flags", new Reply.Group(flags)));
    }
    if (!argument.arguments().isEmpty()) {
      List<Reply> inner = new ArrayList<>();
      argument.arguments().forEach(part -> inner.add(docs(part)));
      entries.add(entry("arguments", Reply.array(inner)));
    }
    return new Reply.Dictionary(entries);
  }

  private static Reply.Entry entry(String key, Reply value) {
    return new Reply.Entry(Reply.bulk(key), value);
  }
}
