package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Changes of users, parameters and targets in words, for people. */
final class ChangeWords {
  private ChangeWords() {}

  /** In one line; empty of other changes. */
  static Bytes of(Change change) {
    if (change instanceof Change.Acl acl) {
      return line(acl.words());
    } else if (change instanceof Change.Config config) {
      return line(config.words());
    } else if (change instanceof Change.TargetAdd add) {
      return line(of(add.target()));
    } else if (change instanceof Change.TargetRemove remove) {
      return line(List.of(Bytes.of("remove"), remove.name()));
    } else if (change instanceof Change.DeployBegin begin) {
      return of(begin.deployment());
    } else if (change instanceof Change.DeployEnd end) {
      return of(end);
    } else if (change instanceof Change.Drift drift) {
      return of(drift);
    }
    return Bytes.EMPTY;
  }

  /** As TARGET ADD takes it. */
  private static List<Bytes> of(Target target) {
    List<Bytes> words = new ArrayList<>();
    words.add(Bytes.of("add"));
    words.add(target.name());
    words.addAll(target.uris());
    words.add(Bytes.of("mode " + target.mode().name().toLowerCase(Locale.ROOT)));
    words.add(Bytes.of(target.auto() ? "auto yes" : "auto no"));
    if (!target.patterns().isEmpty()) {
      words.add(Bytes.of("libraries"));
      words.addAll(target.patterns());
    }
    Bytes tag = target.tag();
    if (tag != null) {
      words.add(Bytes.of("tag"));
      words.add(tag);
    }
    return words;
  }

  private static Bytes of(Deployment deployment) {
    List<Bytes> words = new ArrayList<>();
    words.add(deployment.target());
    words.add(Bytes.of("begin: revision " + deployment.revision()));
    for (Deployment.Step step : deployment.steps()) {
      if (!step.loaded().isEmpty()) {
        words.add(Bytes.of("load"));
        words.addAll(step.loaded().keySet());
      }
      if (!step.removed().isEmpty()) {
        words.add(Bytes.of("delete"));
        words.addAll(step.removed());
      }
      words.add(Bytes.of("at"));
      words.addAll(step.addresses());
    }
    return line(words);
  }

  private static Bytes of(Change.DeployEnd end) {
    List<Bytes> words = new ArrayList<>();
    words.add(end.target());
    words.add(
        Bytes.of(
            end.outcome().name().toLowerCase(Locale.ROOT)
                + " what revision "
                + end.begun()
                + " began"));
    for (Deployment.Failure failure : end.failures()) {
      words.add(failure.address().concat(Bytes.of(":")));
      words.add(failure.error());
    }
    return line(words);
  }

  private static Bytes of(Change.Drift drift) {
    List<Bytes> words = new ArrayList<>();
    words.add(drift.target());
    words.add(drift.address());
    add(words, "missing", drift.missing());
    add(words, "different", drift.different());
    add(words, "foreign", drift.foreign());
    if (drift.moreForeign() > 0) {
      words.add(Bytes.of("and " + drift.moreForeign() + " more foreign"));
    }
    return line(words);
  }

  private static void add(List<Bytes> words, String what, List<Bytes> names) {
    if (!names.isEmpty()) {
      words.add(Bytes.of(what));
      words.addAll(names);
    }
  }

  private static Bytes line(List<Bytes> words) {
    Bytes line = Bytes.EMPTY;
    for (Bytes word : words) {
      line = line.isEmpty() ? word : line.concat(Bytes.of(" ")).concat(word);
    }
    return line;
  }
}
