package dev.fnstore.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DumpCacheTest {
  private final Map<Digest, Bytes> sources = new HashMap<>();
  private final DumpCache cache = new DumpCache();
  private int lookUps;

  @Test
  void shouldGiveTheFooterOfAnEmptyRegistry() throws PayloadException {
    Bytes payload = cache.dump(List.of(), this::lookUp, 10);

    assertThat(Payloads.read(payload)).isEmpty();
    assertThat(payload.length()).isEqualTo(10);
  }

  @Test
  void shouldGiveTheLibrariesInTheirOrder() throws PayloadException {
    List<Library> image = List.of(library("a", 1), library("b", 2), library("c", 3));

    Bytes payload = cache.dump(image, this::lookUp, 12);

    assertThat(Payloads.read(payload))
        .containsExactlyElementsOf(image.stream().map(l -> sources.get(l.digest())).toList());
  }

  @Test
  void shouldPackOneLibraryAfterOneLoadAmongMany() throws PayloadException {
    List<Library> before = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      before.add(library("library" + i, 1));
    }
    cache.dump(before, this::lookUp, 10);
    assertThat(lookUps).isEqualTo(100_000);

    List<Library> after = new ArrayList<>(before);
    after.set(50_000, library("library50000", 2));
    Bytes payload = cache.dump(after, this::lookUp, 10);

    assertThat(lookUps).isEqualTo(100_001);
    assertThat(payload).isEqualTo(new DumpCache().dump(after, sources::get, 10));
  }

  @Test
  void shouldReuseTheFinishedPayloadOfAnImage() throws PayloadException {
    List<Library> image = List.of(library("a", 1), library("b", 2));

    Bytes ten = cache.dump(image, this::lookUp, 10);
    Bytes eighty = cache.dump(image, this::lookUp, 80);

    assertThat(cache.dump(image, this::lookUp, 10)).isSameAs(ten);
    assertThat(cache.dump(image, this::lookUp, 80)).isSameAs(eighty);
    assertThat(PayloadReader.open(eighty, Payloads.WIDE).rdbVersion()).isEqualTo(80);
    assertThat(lookUps).isEqualTo(2);
  }

  @Test
  void shouldKeepNoMoreThanTheLastImage() throws PayloadException {
    List<Library> first = List.of(library("a", 1), library("b", 2));
    cache.dump(first, this::lookUp, 10);
    cache.dump(first.subList(0, 1), this::lookUp, 10);
    assertThat(lookUps).isEqualTo(2);

    cache.dump(first, this::lookUp, 10);

    assertThat(lookUps).isEqualTo(3);
  }

  @Test
  void shouldPackASourceOnceThatTwoLibrariesShare() throws PayloadException {
    Library one = library("a", 1);
    Library other = new Library(Bytes.of("b"), "LUA", one.digest(), List.of());

    cache.dump(List.of(one, other), this::lookUp, 10);

    assertThat(lookUps).isEqualTo(1);
  }

  @Test
  void shouldRefuseAVersionThatNobodyWrites() {
    assertThatThrownBy(() -> cache.dump(List.of(), this::lookUp, 9))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cache.dump(List.of(), this::lookUp, 13))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Bytes lookUp(Digest digest) {
    lookUps++;
    return Objects.requireNonNull(sources.get(digest));
  }

  private Library library(String name, int result) {
    Bytes source =
        Bytes.of(
            "#!lua name=%s\nredis.register_function('f_%s', function() return %d end)\n"
                .formatted(name, name, result));
    Digest digest = Digest.of(source);
    sources.put(digest, source);
    return new Library(Bytes.of(name), "LUA", digest, List.of());
  }
}
