package dev.fnstore.server;

import static dev.fnstore.server.HistoryReplies.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients change one library, each from what it has read: IFREVISION loses no update. */
final class ConcurrentChangesTest {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = Integer.getInteger("concurrent.rounds", 2_000);

  @TempDir Path folder;

  private final AtomicLong refused = new AtomicLong();
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldLoseNoUpdate() throws InterruptedException, ExecutionException {
    AtomicLong left = new AtomicLong(ROUNDS);
    List<Long> acknowledged = new ArrayList<>();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<List<Long>>> work = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        work.add(() -> count(left));
      }
      for (Future<List<Long>> done : clients.invokeAll(work)) {
        List<Long> revisions = done.get();
        assertThat(revisions).isSorted(); // acknowledged in the order of events
        acknowledged.addAll(revisions);
      }
    } finally {
      clients.shutdownNow();
    }
    System.out.println(ROUNDS + " updates, " + refused + " refused as stale and tried again");
    try (RespConnection client = server.connect().resp3()) {
      assertThat(client.call("FCALL", "count", "0")).isEqualTo(Reply.of(ROUNDS));
      Reply library = client.call("FUNCTION", "SHOW", "LIBRARYNAME", "counter");
      assertThat(get(library, "version")).isEqualTo(Reply.of(ROUNDS));
      assertThat(acknowledged).hasSize(ROUNDS).doesNotHaveDuplicates();
    }
  }

  /** Reads the count, loads one more, and again if somebody else was quicker. */
  private List<Long> count(AtomicLong left) {
    List<Long> revisions = new ArrayList<>();
    try (RespConnection client = server.connect().resp3()) {
      while (left.getAndDecrement() > 0) {
        revisions.add(countOnce(client));
      }
    }
    return revisions;
  }

  private long countOnce(RespConnection client) {
    while (true) {
      Reply shown = client.call("FUNCTION", "SHOW", "LIBRARYNAME", "counter");
      boolean isThere = shown instanceof Reply.Dictionary;
      long revision = isThere ? ((Reply.Int) get(shown, "mod_revision")).value() : 0;
      long count = isThere ? countOf(((Reply.Bulk) get(shown, "library_code")).value()) : 0;
      Reply loaded =
          client.call("FUNCTION", "LOAD", "REPLACE", "IFREVISION", revision, source(count + 1));
      if (loaded instanceof Reply.Bulk) {
        Reply now = client.call("FUNCTION", "LOG", "AFTER", revision, "LIBRARYNAME", "counter");
        return ((Reply.Int) get(((Reply.Array) now).items().get(0), "revision")).value();
      }
      assertThat(((Reply.ErrorReply) loaded).text().toText()).startsWith("STALE ");
      refused.incrementAndGet();
    }
  }

  private static long countOf(Bytes source) {
    String text = source.toText();
    return Long.parseLong(text.substring(text.indexOf("return ") + 7, text.indexOf(" end")));
  }

  private static String source(long count) {
    return "#!lua name=counter\nserver.register_function('count', function() return %s end)"
        .formatted(count);
  }
}
