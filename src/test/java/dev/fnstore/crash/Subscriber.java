package dev.fnstore.crash;

import dev.fnstore.json.ReplyJson;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Handles events as {@code docs/history.md} tells those to do who want each exactly once. What it
 * has handled outlives the servers that it follows, one after the other. Entries are JSON, in the
 * form of the feed.
 */
final class Subscriber {
  private static final String CHANNEL = "__fnstore__:events";

  private final List<String> handled = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private long revision;
  private long fromFeed;
  private long fromLog;

  /** The revision of an entry. */
  static long revisionOf(String entry) {
    return new JsonObject(entry).getLong("revision");
  }

  /** What it has handled, in its order. */
  List<String> handled() {
    return handled;
  }

  /** Every message of the feed, those too that it had no need of. */
  List<String> told() {
    return told;
  }

  /** What no server should do. */
  List<String> problems() {
    return problems;
  }

  /** How many events it has handled when it was told of them. */
  long fromFeed() {
    return fromFeed;
  }

  /** How many it has read in the log. */
  long fromLog() {
    return fromLog;
  }

  /**
   * Subscribes, catches up, and takes what it is told until the server ends.
   *
   * @param page how many entries of the log it reads at a time
   * @param counter counts those that it handles when it is told of them
   */
  void follow(int port, int page, CountDownLatch counter) {
    try (RespConnection feed = RespConnection.open(port).resp3();
        RespConnection log = RespConnection.open(port).resp3()) {
      var unused = feed.call("SUBSCRIBE", CHANNEL);
      catchUp(log, page);
      while (true) {
        if (take(feed.read(), log, page)) {
          fromFeed++;
          counter.countDown();
        }
      }
    } catch (UncheckedIOException e) {
      // The server has ended.
    } catch (RuntimeException e) {
      problems.add(e.toString());
    }
  }

  private boolean take(Reply message, RespConnection log, int page) {
    String entry = ((Reply.Bulk) ((Reply.Push) message).items().get(2)).value().toText();
    told.add(entry);
    long next = revisionOf(entry);
    if (next == revision + 1) {
      handle(entry);
      return true;
    } else if (next > revision) {
      problems.add("after revision " + revision + " it is told of " + entry);
      catchUp(log, page);
    }
    return false;
  }

  private void handle(String entry) {
    handled.add(entry);
    revision = revisionOf(entry);
  }

  /**
   * Reads on in the log until there is no more, which a page that is not full tells: whoever waits
   * for an empty one waits as long as others write.
   */
  void catchUp(RespConnection log, int page) {
    checkLast(log);
    List<String> next;
    do {
      next = entries(log, revision, page);
      next.forEach(this::handle);
      fromLog += next.size();
    } while (next.size() == page);
  }

  /** What it has handled last is in the log, and nothing else in its place. */
  private void checkLast(RespConnection log) {
    if (revision > 0) {
      List<String> last = entries(log, revision - 1, 1);
      String mine = handled.get(handled.size() - 1);
      if (!last.equals(List.of(mine))) {
        problems.add("it has handled " + mine + " and then the log says " + last);
      }
    }
  }

  private List<String> entries(RespConnection log, long after, int page) {
    Reply reply = log.call("FUNCTION", "LOG", "AFTER", after, "LIMIT", page);
    if (reply instanceof Reply.Array entries) {
      return entries.items().stream().map(ReplyJson::write).toList();
    }
    problems.add("FUNCTION LOG AFTER " + after + " is answered " + reply);
    return List.of();
  }
}
