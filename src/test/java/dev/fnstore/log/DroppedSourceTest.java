package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.Snapshots;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.registry.Effects;
import dev.fnstore.registry.RegistryImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source that nothing names any more is loaded again just while a compaction drops it: whoever
 * comes first, it is there once the event is on disk.
 */
final class DroppedSourceTest {
  private static final int ROUNDS = Integer.getInteger("dropped.rounds", 400);
  private static final Actor SOMEBODY =
      new Actor(Bytes.of("u"), Bytes.of("a"), Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);

  @TempDir Path path;

  private RegistryImage image = RegistryImage.EMPTY;

  @Test
  void shouldKeepWhatIsLoadedAgainMeanwhile() throws Exception {
    ExecutorService dropping = Executors.newSingleThreadExecutor();
    try (DataFolder folder = DataFolder.open(path);
        LogStore log = LogStore.open(folder)) {
      for (int round = 0; round < ROUNDS; round++) {
        Bytes source = Bytes.of("source " + round);
        load(log, source);
        load(log, Bytes.of("other " + round)); // nothing names the first from here on
        Head base = log.events().head();
        var unused = log.snapshots().write(Snapshots.of(image, base));
        log.compaction().begin(base);
        CyclicBarrier ready = new CyclicBarrier(2);
        Future<?> dropped =
            dropping.submit(
                () ->
                    log.compaction()
                        .drop(
                            done -> {
                              if (done == 0.4) { // sources come next
                                await(ready);
                              }
                            }));
        await(ready);
        load(log, source);
        dropped.get();
        assertThat(log.code().source(Digest.of(source))).as("round %s", round).isEqualTo(source);
      }
    } finally {
      dropping.shutdownNow();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      var unused = barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void load(LogStore log, Bytes source) {
    Digest digest = Digest.of(source);
    FunctionSpec function = new FunctionSpec(Bytes.of("f"), null, Set.of());
    Change change = new Change.Load(new Library(Bytes.of("a"), "LUA", digest, List.of(function)));
    RegistryImage next = image.after(change);
    Event event =
        new Event(
            next.revision(), 1, 1, SOMEBODY, Bytes.EMPTY, change, Effects.of(change, image, next));
    var unused =
        log.events()
            .append(List.of(new LogEntry(event, List.of(Bytes.of("a")))), Map.of(digest, source));
    image = next;
  }
}
