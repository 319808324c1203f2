package dev.fnstore.crash;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Changes libraries in every way until its server dies. It is the only one that does, so after some
 * changes that were acknowledged it can tell what there is, as of a revision.
 */
final class PastWriter implements Runnable {
  private static final int LIBRARIES = 9;
  private static final int TEXTS = 15;
  private static final int LONGEST_BURST = 20;

  private final int port;
  private final String name;
  private final Random random;
  private final NavigableMap<Long, Moment> past;
  private final Semaphore remembered = new Semaphore(0);
  private final List<String> unexpected = new ArrayList<>();
  private int serial;

  /** What the server answered live, right after a revision. */
  record Moment(Reply list, Reply dump) {}

  /**
   * A writer that has not connected yet.
   *
   * @param name unlike all others of a test
   * @param past where it keeps what there was, by its revision
   */
  PastWriter(int port, String name, long seed, NavigableMap<Long, Moment> past) {
    this.port = port;
    this.name = name;
    this.random = new Random(seed);
    this.past = past;
  }

  /** Waits until it has remembered so many moments more; false if that takes far too long. */
  boolean awaitMoments(int count) throws InterruptedException {
    return remembered.tryAcquire(count, 2, TimeUnit.MINUTES);
  }

  /** Replies that no change should get. */
  List<String> unexpected() {
    return unexpected;
  }

  @Override
  public void run() {
    try (RespConnection connection = RespConnection.open(port).resp3()) {
      while (true) {
        change(connection);
        remember(connection);
      }
    } catch (UncheckedIOException e) {
      // The server was killed.
    }
  }

  private void change(RespConnection connection) {
    List<Object[]> burst = new ArrayList<>();
    for (int i = random.nextInt(LONGEST_BURST); i >= 0; i--) {
      Object[] words = next();
      burst.add(words);
      connection.send(words);
    }
    connection.flush();
    for (Object[] words : burst) {
      if (connection.read() instanceof Reply.ErrorReply error && !isRefusal(error)) {
        unexpected.add(words[1] + " was answered " + error.text());
      }
    }
  }

  /** What is to be deleted may be gone, the point to go back to compacted. */
  private static boolean isRefusal(Reply.ErrorReply error) {
    String text = error.text().toText();
    return text.equals("ERR Library not found")
        || text.contains("is compacted")
        || text.startsWith("ERR no tag ");
  }

  /** Others change no library, so all three are of one and the same moment. */
  private void remember(RespConnection connection) {
    connection.send("FUNCTION", "LIST", "WITHCODE");
    connection.send("FUNCTION", "DUMP");
    connection.send("INFO", "persistence");
    connection.flush();
    Moment moment = new Moment(connection.read(), connection.read());
    if (past.put(LogFigures.of(connection.read()).revision(), moment) == null) {
      remembered.release();
    }
  }

  private Object[] next() {
    int dice = random.nextInt(100);
    if (dice < 65) {
      return words("LOAD", "REPLACE", source());
    } else if (dice < 75) {
      return words("DELETE", library(random.nextInt(LIBRARIES)));
    } else if (dice < 77) {
      return words("FLUSH");
    } else if (dice < 84 && !past.isEmpty()) {
      Bytes payload = ((Reply.Bulk) some().dump()).value();
      return words("RESTORE", payload, random.nextBoolean() ? "FLUSH" : "REPLACE");
    } else if (dice < 92 && !past.isEmpty()) {
      return words("ROLLBACK", somePoint());
    } else if (dice < 94) {
      return words("TAG", "DELETE", "tag" + random.nextInt(3));
    } else if (random.nextBoolean() || past.isEmpty()) {
      return words("TAG", "SET", "tag" + random.nextInt(3));
    }
    return words("TAG", "SET", "tag" + random.nextInt(3), somePoint());
  }

  private static Object[] words(Object... words) {
    Object[] all = new Object[words.length + 1];
    all[0] = "FUNCTION";
    System.arraycopy(words, 0, all, 1, words.length);
    return all;
  }

  private long somePoint() {
    long first = past.firstKey();
    return past.floorKey(first + random.nextLong(past.lastKey() - first + 1));
  }

  private Moment some() {
    return past.floorEntry(somePoint()).getValue();
  }

  private static String library(int index) {
    return "library_" + index;
  }

  /** New, or one that was there before and may be gone from the log: it comes back. */
  private String source() {
    int index = random.nextInt(LIBRARIES);
    String text = random.nextInt(3) > 0 ? name + " " + serial++ : "text " + random.nextInt(TEXTS);
    return "#!lua name=%s\n-- %s\nserver.register_function('f_%s', function() return 1 end)"
        .formatted(library(index), text, index);
  }
}
