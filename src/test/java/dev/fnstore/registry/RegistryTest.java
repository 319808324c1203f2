package dev.fnstore.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RegistryTest {
  private static final Actor SOMEBODY =
      new Actor(
          Bytes.of("default"), Bytes.of("127.0.0.1:1"), Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);

  private RegistryImage image = RegistryImage.EMPTY;

  @Test
  void shouldCountVersionsUntilALibraryIsDeleted() throws RefusedException {
    load("a", "f");
    load("a", "f");
    assertThat(registered("a"))
        .extracting(RegisteredLibrary::created, RegisteredLibrary::modified)
        .containsExactly(new Revision(1), new Revision(2));
    assertThat(registered("a").version()).isEqualTo(2);
    apply(Decider.delete(image, Bytes.of("a")));
    load("a", "f");
    assertThat(registered("a").created()).isEqualTo(new Revision(4));
    assertThat(registered("a").version()).isEqualTo(1);
  }

  @Test
  void shouldFindFunctionsInEitherCase() throws RefusedException {
    load("a", "Push", "pop");
    assertThat(image.function(Bytes.of("PUSH"))).isPresent();
    assertThat(image.function(Bytes.of("POP"))).isPresent();
    assertThat(image.function(Bytes.of("p"))).isEmpty();
  }

  @Test
  void shouldForgetFunctionsThatANewVersionLacks() throws RefusedException {
    load("a", "f", "g");
    load("a", "g", "h");
    assertThat(image.function(Bytes.of("f"))).isEmpty();
    assertThat(image.functionCount()).isEqualTo(2);
  }

  @Test
  void shouldRefuseAFunctionOfAnotherLibraryInEitherCase() throws RefusedException {
    load("a", "f");
    assertThatThrownBy(() -> Decider.load(image, library("b", "F"), true))
        .hasMessage("Function F already exists");
  }

  @Test
  void shouldRefuseALibraryThatIsThereUnlessItReplaces() throws RefusedException {
    load("a", "f");
    assertThatThrownBy(() -> Decider.load(image, library("a", "f"), false))
        .hasMessage("Library 'a' already exists");
    assertThat(Decider.load(image, library("a", "f"), true).library()).isEqualTo(library("a", "f"));
  }

  @Test
  void shouldRefuseToDeleteWhatIsNotThere() {
    assertThatThrownBy(() -> Decider.delete(image, Bytes.of("a"))).hasMessage("Library not found");
  }

  @Test
  void shouldRestoreAllOrNothing() throws RefusedException {
    load("a", "f");
    load("b", "g");
    assertThatThrownBy(() -> restore(RestorePolicy.APPEND, library("c", "h"), library("a", "f")))
        .hasMessage("Library a already exists");
    assertThatThrownBy(() -> restore(RestorePolicy.REPLACE, library("a", "f", "G")))
        .hasMessage("Function G already exists");
    assertThatThrownBy(() -> restore(RestorePolicy.FLUSH, library("x", "f"), library("y", "F")))
        .hasMessage("Function F already exists");
    assertThatThrownBy(() -> restore(RestorePolicy.FLUSH, library("x", "f"), library("x", "f")))
        .hasMessage("Library 'x' already exists");
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void shouldLetRestoredLibrariesSwapFunctions() throws RefusedException {
    load("a", "f");
    load("b", "g");
    apply(restore(RestorePolicy.REPLACE, library("a", "g"), library("b", "f")));
    assertThat(image.function(Bytes.of("f")).orElseThrow().library()).isEqualTo(registered("b"));
    assertThat(image.function(Bytes.of("g")).orElseThrow().library()).isEqualTo(registered("a"));
    assertThat(registered("a").version()).isEqualTo(2);
  }

  @Test
  void shouldBeginAnewWhenARestoreFlushes() throws RefusedException {
    load("a", "f");
    load("b", "g");
    apply(restore(RestorePolicy.FLUSH, library("a", "g")));
    assertThat(names()).containsExactly("a");
    assertThat(registered("a").version()).isEqualTo(1);
    assertThat(registered("a").created()).isEqualTo(new Revision(3));
  }

  @Test
  void shouldCountAFlushOfNothingAsAnEvent() {
    apply(Decider.flush());
    assertThat(image.revision()).isEqualTo(new Revision(1));
  }

  @Test
  void shouldRefuseToFoldAnEventOutOfOrder() {
    Event later = new Event(new Revision(2), 0, 0, SOMEBODY, Bytes.EMPTY, Decider.flush(), null);
    assertThatThrownBy(() -> image.fold(later)).hasMessageContaining("cannot follow");
  }

  @Test
  void shouldBeTheSameFromASnapshotAsFromEvents() throws RefusedException {
    load("b", "g");
    load("a", "f");
    load("b", "g", "h");
    assertThat(
            RegistryImage.of(
                image.revision(),
                image.changed(),
                image.libraries(),
                image.tags(),
                image.targets().all()))
        .isEqualTo(image);
    assertThat(names()).containsExactly("a", "b");
  }

  private Change.Restore restore(RestorePolicy policy, Library... libraries)
      throws RefusedException {
    RestoreDraft draft = new RestoreDraft();
    for (Library library : libraries) {
      draft.checkName(library.name());
      draft.add(library);
    }
    return draft.decide(image, policy, 10, Digest.ZERO);
  }

  private void load(String name, String... functions) throws RefusedException {
    apply(Decider.load(image, library(name, functions), true));
  }

  private void apply(Change change) {
    image =
        image.fold(new Event(image.revision().next(), 0, 0, SOMEBODY, Bytes.EMPTY, change, null));
  }

  private RegisteredLibrary registered(String name) {
    return image.library(Bytes.of(name)).orElseThrow();
  }

  private List<String> names() {
    return image.libraries().stream().map(l -> l.library().name().toText()).toList();
  }

  private static Library library(String name, String... functions) {
    return new Library(
        Bytes.of(name),
        "LUA",
        Digest.of(Bytes.of(name + String.join(",", functions))),
        Stream.of(functions).map(f -> new FunctionSpec(Bytes.of(f), null, Set.of())).toList());
  }
}
