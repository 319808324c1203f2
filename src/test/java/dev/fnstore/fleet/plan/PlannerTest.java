package dev.fnstore.fleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a node needs, in both modes. */
final class PlannerTest {
  private static final Revision REVISION = new Revision(7);
  private static final Bytes NODE = Bytes.of("10.0.0.1:6379");

  @Test
  void shouldLoadWhatIsMissingAndReplaceWhatIsDifferent() {
    NodePlan plan =
        planner(Target.Mode.MANAGED, "a", "b")
            .plan(NODE, List.of(held("a", "old"), held("x", "x")));
    assertThat(plan.missing()).containsExactly(Bytes.of("b"));
    assertThat(plan.different()).containsExactly(Bytes.of("a"));
    assertThat(plan.foreign()).containsExactly(Bytes.of("x"));
    assertThat(plan.surplus()).isEmpty();
    assertThat(plan.conflicts()).isEmpty();
    assertThat(plan.loaded()).containsExactly(Bytes.of("a"), Bytes.of("b"));
    assertThat(plan.replaced()).containsExactly(Bytes.of("a"));
    assertThat(plan.isInSync()).isFalse();
  }

  @Test
  void shouldBeInSyncBesideForeignLibrariesOnlyWhereManaged() {
    List<Held> held = List.of(held("a", "a"), held("b", "b"), held("x", "x"));
    assertThat(planner(Target.Mode.MANAGED, "a").plan(NODE, held).isInSync()).isTrue();
    NodePlan exclusive = planner(Target.Mode.EXCLUSIVE, "a").plan(NODE, held);
    assertThat(exclusive.isInSync()).isFalse();
    assertThat(exclusive.surplus()).containsExactly(Bytes.of("x"));
    assertThat(exclusive.foreign()).containsExactly(Bytes.of("x"));
  }

  @Test
  void shouldRemoveWhatItHasDeployedAndIsWantedNoMore() {
    NodePlan plan =
        planner(Target.Mode.MANAGED, "gone")
            .plan(NODE, List.of(held("a", "a"), held("b", "b"), held("gone", "gone")));
    assertThat(plan.surplus()).containsExactly(Bytes.of("gone"));
    assertThat(plan.foreign()).isEmpty();
  }

  @Test
  void shouldNotReplaceAForeignLibraryOfTheSameName() {
    NodePlan plan = planner(Target.Mode.MANAGED).plan(NODE, List.of(held("a", "theirs")));
    assertThat(plan.conflicts())
        .containsExactly("it holds a library 'a' that fnstore has not deployed");
    assertThat(plan.foreign()).containsExactly(Bytes.of("a"));
    assertThat(planner(Target.Mode.EXCLUSIVE).plan(NODE, List.of(held("a", "theirs"))).conflicts())
        .isEmpty();
  }

  @Test
  void shouldTakeAForeignLibraryOfTheSameTextForItsOwn() {
    assertThat(planner(Target.Mode.MANAGED).plan(NODE, List.of(held("a", "a"), held("b", "b"))))
        .isEqualTo(new NodePlan(List.of(), List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void shouldSeeThatAForeignLibraryHasAFunctionOfItsOwn() {
    Held foreign = new Held(Bytes.of("x"), Digest.of(Bytes.of("x")), List.of(Bytes.of("F_A")));
    assertThat(planner(Target.Mode.MANAGED, "a").plan(NODE, List.of(foreign)).conflicts())
        .containsExactly(
            "its library 'x', which fnstore has not deployed, has the function 'F_A' of 'a'");
  }

  @Test
  void shouldHoldForDeployedWhatAnUnfinishedDeploymentLoads() {
    SortedMap<Bytes, Digest> loaded = new TreeMap<>();
    loaded.put(Bytes.of("a"), Digest.of(Bytes.of("a")));
    RegisteredTarget target =
        registered(Target.Mode.MANAGED)
            .begin(
                new Deployment(Bytes.of("t"), REVISION, loaded, List.of(), List.of()),
                new Revision(9));
    NodePlan plan = new Planner(target, wanted()).plan(NODE, List.of(held("a", "half")));
    assertThat(plan.conflicts()).isEmpty();
    assertThat(plan.different()).containsExactly(Bytes.of("a"));
  }

  @Test
  void shouldTellWhatTheTargetHasNewlyOfIt() {
    Planner planner = planner(Target.Mode.MANAGED, "a", "gone");
    assertThat(planner.newlyDeployed()).containsOnlyKeys(Bytes.of("b"));
    assertThat(planner.noLongerDeployed()).containsExactly(Bytes.of("gone"));
  }

  @Test
  void shouldWantOnlyWhatMatchesThePatterns() {
    Wanted wanted =
        new Wanted(REVISION, List.of(library("alpha"), library("beta")), List.of(Bytes.of("AL*")));
    assertThat(wanted.digests()).containsOnlyKeys(Bytes.of("alpha"));
  }

  /** Of a target that wants {@code a} and {@code b}, each its own text, and has some deployed. */
  private static Planner planner(Target.Mode mode, String... deployed) {
    return new Planner(registered(mode, deployed), wanted());
  }

  private static Wanted wanted() {
    return new Wanted(REVISION, List.of(library("a"), library("b")), List.of());
  }

  private static RegisteredTarget registered(Target.Mode mode, String... deployed) {
    SortedMap<Bytes, Digest> libraries = new TreeMap<>();
    Arrays.stream(deployed)
        .forEach(name -> libraries.put(Bytes.of(name), Digest.of(Bytes.of(name))));
    Target target =
        new Target(Bytes.of("t"), List.of(Bytes.of("valkey://h")), mode, false, List.of(), null);
    return new RegisteredTarget(
        target, new Revision(1), null, libraries, null, Revision.ZERO, new TreeMap<>());
  }

  private static Library library(String name) {
    return new Library(
        Bytes.of(name),
        "LUA",
        Digest.of(Bytes.of(name)),
        List.of(new FunctionSpec(Bytes.of("f_" + name), null, Set.of())));
  }

  private static Held held(String name, String text) {
    return new Held(Bytes.of(name), Digest.of(Bytes.of(text)), List.of(Bytes.of("g_" + name)));
  }
}
