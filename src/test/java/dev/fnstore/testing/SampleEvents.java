package dev.fnstore.testing;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import dev.fnstore.registry.Effects;
import dev.fnstore.registry.RegistryImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A short history with every kind of event, in bytes that are not all text. */
public final class SampleEvents {
  private static final Bytes ODD = Bytes.copyOf(new byte[] {(byte) 0xff, 0, (byte) 0x80, 10});
  private static final Actor ANN =
      new Actor(
          Bytes.of("ann"),
          Bytes.of("127.0.0.1:5000"),
          Bytes.of("deploy"),
          Bytes.of("jedis"),
          Bytes.of("8.0.2"));
  private static final Actor NOBODY =
      new Actor(Bytes.of("default"), Bytes.of("[::1]:1"), Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);

  private static final Map<Digest, Bytes> SOURCES = new LinkedHashMap<>();
  private static final Library A = library("a", "one", null);
  private static final Library A2 = library("a", "two", ODD);
  private static final Library B = library("b", "three", Bytes.EMPTY);

  private SampleEvents() {}

  private static Library library(String name, String text, @Nullable Bytes description) {
    Bytes source = Bytes.of("#!lua name=" + name + "\n-- " + text + "\n").concat(ODD);
    Digest digest = Digest.of(source);
    SOURCES.put(digest, source);
    return new Library(
        Bytes.of(name),
        "LUA",
        digest,
        List.of(
            new FunctionSpec(
                Bytes.of("f_" + name),
                description,
                Set.of(FunctionFlag.NO_WRITES, FunctionFlag.ALLOW_STALE)),
            new FunctionSpec(Bytes.of("g_" + name), null, Set.of())));
  }

  /** Revisions 1 to 7. */
  public static List<Event> all() {
    return events(
        List.of(
            new Change.Load(A),
            new Change.Load(B),
            new Change.Load(A2),
            new Change.Flush(),
            new Change.Restore(RestorePolicy.APPEND, 80, Digest.of(ODD), List.of(A, B)),
            new Change.Delete(Bytes.of("b")),
            new Change.Restore(RestorePolicy.FLUSH, 10, Digest.ZERO, List.of())));
  }

  /** Revisions 1 to 13, of the kinds and with the effects that format 2 has. */
  public static List<Event> ofFormat2() {
    List<Event> plain =
        events(
            List.of(
                new Change.Load(A),
                new Change.Load(B),
                new Change.TagSet(Bytes.of("good"), new Revision(2)),
                new Change.Load(A2),
                new Change.Flush(),
                new Change.Restore(RestorePolicy.APPEND, 80, Digest.of(ODD), List.of(A, B)),
                new Change.Delete(Bytes.of("b")),
                new Change.TagSet(Bytes.of("bad"), new Revision(7)),
                new Change.Rollback(new Revision(4), List.of(A2, B), List.of()),
                new Change.TagDelete(Bytes.of("bad")),
                new Change.Acl(List.of(Bytes.of("SETUSER"), ODD)),
                new Change.Config(List.of(Bytes.of("SET"), Bytes.of("maxclients"), ODD)),
                new Change.Rollback(Revision.ZERO, List.of(), List.of(A.name(), B.name()))));
    return withEffects(plain);
  }

  /** Revisions 1 to 14: what format 4 has more, of targets. */
  public static List<Event> ofFormat4() {
    Bytes name = Bytes.of("prod");
    Target target =
        new Target(
            name,
            List.of(Bytes.of("valkey://10.0.0.1:6379"), ODD),
            Target.Mode.EXCLUSIVE,
            true,
            List.of(Bytes.of("a*")),
            Bytes.of("good"));
    SortedMap<Bytes, Digest> loaded = new TreeMap<>(Map.of(A.name(), A.digest()));
    SortedMap<Bytes, Digest> nothing = new TreeMap<>();
    Deployment first =
        new Deployment(
            name,
            new Revision(2),
            loaded,
            List.of(),
            List.of(
                new Deployment.Step(
                    List.of(Bytes.of("10.0.0.1:6379"), Bytes.of("10.0.0.2:6379")),
                    loaded,
                    List.of(ODD),
                    ODD),
                new Deployment.Step(List.of(ODD), nothing, List.of(B.name()), Bytes.EMPTY)));
    Deployment second =
        new Deployment(name, new Revision(4), nothing, List.of(A.name()), List.of());
    return withEffects(
        events(
            List.of(
                new Change.Load(A),
                new Change.Load(B),
                new Change.TagSet(Bytes.of("good"), new Revision(2)),
                new Change.TargetAdd(target),
                new Change.DeployBegin(first),
                new Change.DeployEnd(
                    name,
                    new Revision(5),
                    Deployment.Outcome.UNDONE,
                    List.of(new Deployment.Failure(Bytes.of("10.0.0.2:6379"), ODD))),
                new Change.DeployBegin(first),
                new Change.DeployEnd(name, new Revision(7), Deployment.Outcome.DEPLOYED, List.of()),
                new Change.Drift(
                    name, ODD, List.of(A.name()), List.of(B.name()), List.of(ODD, ODD), 0),
                new Change.TargetAdd(
                    new Target(
                        Bytes.of("other"),
                        List.of(ODD),
                        Target.Mode.MANAGED,
                        false,
                        List.of(),
                        null)),
                new Change.TargetRemove(Bytes.of("other")),
                new Change.DeployBegin(second),
                new Change.DeployEnd(
                    name, new Revision(12), Deployment.Outcome.UNCERTAIN, List.of()),
                new Change.DeployBegin(second))));
  }

  /**
   * Revisions 1 to 10: what format 4 has of targets since some nodes may hold others' libraries.
   */
  public static List<Event> withContested() {
    Bytes name = Bytes.of("shared");
    Target target =
        new Target(
            name,
            List.of(Bytes.of("valkey://10.0.0.1:6379")),
            Target.Mode.MANAGED,
            true,
            List.of(),
            null);
    Bytes address = Bytes.of("10.0.0.2:6379");
    return withEffects(
        events(
            List.of(
                new Change.Load(A),
                new Change.Load(B),
                new Change.TagSet(Bytes.of("good"), new Revision(2)),
                new Change.TargetAdd(target),
                begin(name, A),
                new Change.DeployEnd(
                    name,
                    new Revision(5),
                    Deployment.Outcome.DEPLOYED,
                    List.of(),
                    new TreeMap<>(Map.of(address, List.of(A.name())))),
                begin(name, B),
                new Change.DeployEnd(
                    name,
                    new Revision(7),
                    Deployment.Outcome.UNCERTAIN,
                    List.of(new Deployment.Failure(ODD, ODD)),
                    new TreeMap<>(
                        Map.of(address, List.of(A.name(), B.name()), ODD, List.of(B.name())))),
                new Change.Drift(name, address, List.of(), List.of(), List.of(A.name()), 1_000),
                new Change.Load(A2))));
  }

  private static Change.DeployBegin begin(Bytes target, Library library) {
    SortedMap<Bytes, Digest> loaded = new TreeMap<>(Map.of(library.name(), library.digest()));
    return new Change.DeployBegin(
        new Deployment(target, new Revision(2), loaded, List.of(), List.of()));
  }

  private static List<Event> withEffects(List<Event> plain) {
    List<Event> events = new ArrayList<>();
    RegistryImage image = RegistryImage.EMPTY;
    for (Event event : plain) {
      RegistryImage next = image.after(event.change());
      events.add(
          new Event(
              event.revision(),
              event.timeMs(),
              event.orderTimeMs(),
              event.actor(),
              event.message(),
              event.change(),
              Effects.of(event.change(), image, next)));
      image = next;
    }
    return events;
  }

  /** More, with sources that the log has already. */
  public static List<Event> loadedAgain() {
    return events(List.of(new Change.Load(A), new Change.Load(A), new Change.Load(B)));
  }

  private static List<Event> events(List<Change> changes) {
    List<Event> events = new ArrayList<>();
    for (Change change : changes) {
      long number = events.size() + 1L;
      boolean odd = number % 2 == 1;
      events.add(
          new Event(
              new Revision(number),
              1_800_000_000_000L - number,
              1_800_000_000_000L,
              odd ? ANN : NOBODY,
              odd ? ODD : Bytes.EMPTY,
              change,
              null));
    }
    return events;
  }

  /** {@code events} as they are numbered behind {@code last}. */
  public static List<Event> after(List<Event> events, Revision last) {
    return events.stream()
        .map(
            event ->
                new Event(
                    new Revision(event.revision().number() + last.number()),
                    event.timeMs(),
                    event.orderTimeMs(),
                    event.actor(),
                    event.message(),
                    event.change(),
                    event.effects()))
        .toList();
  }

  public static Map<Digest, Bytes> sources() {
    return Map.copyOf(SOURCES);
  }

  /** The names that an event is to be found by. */
  public static List<Bytes> librariesOf(Event event) {
    List<Effect> effects = event.effects();
    if (effects != null) {
      return effects.stream().map(Effect::libraryName).toList();
    }
    return event.change() instanceof Change.Load load
        ? List.of(load.library().name())
        : List.of(A.name(), B.name());
  }
}
