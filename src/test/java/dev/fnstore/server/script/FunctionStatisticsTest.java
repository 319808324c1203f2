package dev.fnstore.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which functions are kept, and how many. */
final class FunctionStatisticsTest {
  private static final int MOST_KEPT = 3;

  private final FunctionStatistics statistics = new FunctionStatistics(MOST_KEPT);

  @Test
  void shouldCountTogetherWhatIsTooMuch() {
    RegistryImage image = image(library("a", 1, 1, "f1", "f2", "f3", "f4", "f5"));
    call(image, "f1", "f2", "f3", "f4", "f5", "f4", "f1");

    assertThat(counted()).containsExactly("a f1 2", "a f2 1", "a f3 1");
    assertThat(statistics.others().calls()).isEqualTo(3);

    RegistryImage fewer = image(library("a", 1, 2, "f2", "f4"));
    statistics.retain(fewer);
    call(fewer, "f4");
    assertThat(counted()).containsExactly("a f2 1", "a f4 1");
  }

  @Test
  void shouldDropWhatGoes() {
    RegisteredLibrary a = library("a", 1, 1, "f");
    RegisteredLibrary b = library("b", 2, 2, "g", "h");
    call(image(a, b), "f", "g", "h", "h");

    statistics.retain(image(a, library("b", 2, 3, "h", "i")));
    assertThat(counted()).containsExactly("a f 1", "b h 2");

    statistics.retain(image(library("b", 2, 3, "h", "i")));
    assertThat(counted()).containsExactly("b h 2");

    statistics.retain(image(library("b", 4, 4, "h", "i")));
    assertThat(counted()).isEmpty();

    RegistryImage anew = image(library("c", 5, 5, "f1", "f2", "f3", "f4"));
    call(anew, "f1", "f2", "f3", "f4");
    assertThat(counted()).hasSize(MOST_KEPT);
    statistics.retain(RegistryImage.EMPTY);
    assertThat(counted()).isEmpty();
  }

  @Test
  void shouldBeginAnew() {
    RegistryImage image = image(library("a", 1, 1, "f1", "f2", "f3", "f4"));
    call(image, "f1", "f2", "f3", "f4");

    statistics.reset();
    assertThat(counted()).isEmpty();
    assertThat(statistics.others().calls()).isZero();

    call(image, "f1");
    assertThat(counted()).containsExactly("a f1 1");
  }

  private void call(RegistryImage image, String... functions) {
    for (String name : functions) {
      RegisteredFunction function = image.function(Bytes.of(name)).orElseThrow();
      statistics.of(function).ran(1000, false, true);
    }
  }

  private List<String> counted() {
    return statistics.functions().stream()
        .map(
            row ->
                row.library().toLatin1()
                    + " "
                    + row.function().toLatin1()
                    + " "
                    + row.counters().calls())
        .toList();
  }

  private static RegistryImage image(RegisteredLibrary... libraries) {
    return RegistryImage.of(
        new Revision(9), new Revision(9), List.of(libraries), List.of(), List.of());
  }

  private static RegisteredLibrary library(
      String name, int created, int modified, String... functions) {
    List<FunctionSpec> specs =
        Stream.of(functions).map(f -> new FunctionSpec(Bytes.of(f), null, Set.of())).toList();
    Library library = new Library(Bytes.of(name), "LUA", Digest.of(Bytes.of(name)), specs);
    return new RegisteredLibrary(library, new Revision(created), new Revision(modified), 1);
  }
}
