package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same random commands to a real Valkey 8.1 and to the keyspace: same replies, same number of
 * changes. {@code -Dkeyspace.seed=N} runs one seed alone.
 */
class PeerDifferentialTest {
  private static final Long ONLY_SEED = Long.getLong("keyspace.seed");
  private static final int SEEDS = Integer.getInteger("keyspace.seeds", 20);
  private static final int COMMANDS = 1_000;
  private static final long CLOSE_ENOUGH_MS = 600_000;

  private static final Set<String> TIMES = Set.of("ttl", "pttl", "expiretime", "pexpiretime");
  private static final Set<String> UNORDERED =
      Set.of("keys", "hkeys", "hvals", "smembers", "sinter", "sunion", "sdiff", "spop");

  /** What draws: of several items only how many there are can be the same. */
  private static final Set<String> DRAWING = Set.of("srandmember", "hrandfield", "zrandmember");

  private static final Set<String> SCANNING = Set.of("hscan", "sscan", "zscan");
  private static final Set<String> TIMED = Set.of("xpending", "xinfo");
  private static final Set<String> TIME_FIELDS =
      Set.of("idle", "inactive", "seen-time", "active-time", "radix-tree-nodes");

  /** Commands that were answered with something else than an error. */
  private final Set<String> succeeded = new TreeSet<>();

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldAnswerAsTheReferenceDoes(Protocol protocol) {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection connection = peer.connect()) {
      if (protocol == Protocol.RESP3) {
        connection.resp3();
      }
      long first = ONLY_SEED != null ? ONLY_SEED : 0;
      long last = ONLY_SEED != null ? ONLY_SEED : SEEDS - 1L;
      for (long seed = first; seed <= last; seed++) {
        run(seed, connection, new Subject(protocol, System.currentTimeMillis()));
      }
      if (ONLY_SEED == null) {
        assertThat(succeeded).containsAll(Workload.names());
      }
    }
  }

  /** Odd seeds make the reference use its skip list, even ones its packed form. */
  private void run(long seed, RespConnection connection, Subject subject) {
    boolean packed = seed % 2 == 0;
    connection.call("CONFIG", "SET", "zset-max-listpack-entries", packed ? 128 : 0);
    connection.call("FLUSHALL");
    long changesBefore = changes(connection);
    Workload workload = new Workload(seed, packed);
    for (int i = 0; i < COMMANDS; i++) {
      List<Bytes> words = workload.next();
      subject.setTime(System.currentTimeMillis());
      String step = "-Dkeyspace.seed=%d, command %d: %s".formatted(seed, i, words);
      compare(step, words, connection, subject);
      assertThat(subject.keyspace().changes())
          .as("changes after " + step)
          .isEqualTo(changes(connection) - changesBefore);
    }
  }

  private void compare(String step, List<Bytes> words, RespConnection connection, Subject subject) {
    String name = words.get(0).toLowerCase().toText();
    Reply theirs = connection.call(words.toArray());
    Reply ours = subject.call(words);
    if (!(theirs instanceof Reply.ErrorReply)) {
      succeeded.add(name);
    }
    if (name.equals("scan") && theirs instanceof Reply.Array && ours instanceof Reply.Array) {
      if (words.get(1).equals(Bytes.of(0))) {
        assertThat(scanAll(words, ours, subject::call))
            .as(step)
            .isEqualTo(scanAll(words, theirs, next -> connection.call(next.toArray())));
      }
    } else if (TIMES.contains(name) && ours instanceof Reply.Int time && time.value() > 0) {
      long unitMs = name.startsWith("p") ? 1 : 1000;
      assertThat(theirs).as(step).isInstanceOf(Reply.Int.class);
      assertThat(Math.abs(((Reply.Int) theirs).value() - time.value()))
          .as(step)
          .isLessThan(CLOSE_ENOUGH_MS / unitMs);
    } else if (DRAWING.contains(name) && !(ours instanceof Reply.ErrorReply)) {
      assertThat(shape(ours)).as(step).isEqualTo(shape(theirs));
    } else {
      assertThat(ordered(name, ours)).as(step).isEqualTo(ordered(name, theirs));
    }
  }

  /** Goes on from {@code first} to the end; gives every key once. */
  private static Set<Bytes> scanAll(List<Bytes> words, Reply first, Scan scan) {
    Set<Bytes> keys = new TreeSet<>();
    Reply reply = first;
    while (true) {
      List<Reply> parts = ((Reply.Array) reply).items();
      for (Reply key : ((Reply.Array) parts.get(1)).items()) {
        keys.add(((Reply.Bulk) key).value());
      }
      Bytes cursor = ((Reply.Bulk) parts.get(0)).value();
      if (cursor.equals(Bytes.of(0))) {
        return keys;
      }
      List<Bytes> next = new ArrayList<>(words);
      next.set(1, cursor);
      reply = scan.call(next);
    }
  }

  private interface Scan {
    Reply call(List<Bytes> words);
  }

  /** What has no order gets one; what depends on the time, or on Valkey's memory, is made equal. */
  private static Reply ordered(String name, Reply reply) {
    if (TIMED.contains(name)) {
      return withoutTimes(name, reply);
    } else if (reply instanceof Reply.Dictionary map) {
      return new Reply.Dictionary(sorted(map.entries()));
    } else if (reply instanceof Reply.Group group) {
      return new Reply.Group(sorted(group.items()));
    } else if (reply instanceof Reply.Array array && UNORDERED.contains(name)) {
      return Reply.array(sorted(array.items()));
    } else if (reply instanceof Reply.Array array && SCANNING.contains(name)) {
      return Reply.array(sorted(array.items().stream().map(each -> sortedItems(each)).toList()));
    } else if (reply instanceof Reply.Array array && name.equals("hgetall")) {
      List<List<Reply>> pairs = new ArrayList<>();
      for (int i = 0; i < array.items().size(); i += 2) {
        pairs.add(array.items().subList(i, i + 2));
      }
      return Reply.array(sorted(pairs).stream().flatMap(List::stream).toList());
    }
    return reply;
  }

  /** What kind of reply it is, and for how many items. */
  private static String shape(Reply reply) {
    return reply instanceof Reply.Array array
        ? array.items().stream().map(PeerDifferentialTest::shape).toList().toString()
        : reply.getClass().getSimpleName();
  }

  private static Reply withoutTimes(String name, Reply reply) {
    if (reply instanceof Reply.Dictionary map) {
      List<Reply.Entry> entries = new ArrayList<>();
      for (Reply.Entry entry : map.entries()) {
        Reply value = isTime(entry.key(), entry.value()) ? Reply.ZERO : entry.value();
        entries.add(new Reply.Entry(entry.key(), withoutTimes(name, value)));
      }
      return new Reply.Dictionary(entries);
    } else if (reply instanceof Reply.Array array) {
      List<Reply> items = new ArrayList<>();
      for (Reply item : array.items()) {
        int index = items.size();
        boolean isIdle = name.equals("xpending") && index == 2 && array.items().size() == 4;
        boolean isTime = index > 0 && isTime(array.items().get(index - 1), item);
        boolean hides = (isIdle && item instanceof Reply.Int) || isTime;
        items.add(hides ? Reply.ZERO : withoutTimes(name, item));
      }
      return Reply.array(items);
    } else if (reply instanceof Reply.Int number && number.value() > 1_000_000_000_000L) {
      return Reply.ZERO;
    }
    return reply;
  }

  private static boolean isTime(Reply name, Reply value) {
    return name instanceof Reply.Bulk bulk
        && TIME_FIELDS.contains(bulk.value().toText())
        && value instanceof Reply.Int number
        && number.value() >= 0;
  }

  private static Reply sortedItems(Reply reply) {
    return reply instanceof Reply.Array array
        ? Reply.array(sorted(array.items().stream().map(each -> number(each)).toList()))
        : reply;
  }

  /** The reference prints a score of a packed set and one of its skip list in two ways. */
  private static Reply number(Reply reply) {
    try {
      String text = ((Reply.Bulk) reply).value().toText();
      return Reply.bulk(Double.toString(Double.parseDouble(text)));
    } catch (NumberFormatException notANumber) {
      return reply;
    }
  }

  private static <T> List<T> sorted(List<T> items) {
    return items.stream().sorted(Comparator.comparing(Object::toString)).toList();
  }

  private static long changes(RespConnection connection) {
    Reply reply = connection.call("INFO", "persistence");
    Bytes text =
        reply instanceof Reply.Verbatim verbatim ? verbatim.text() : ((Reply.Bulk) reply).value();
    return text.toLatin1()
        .lines()
        .filter(line -> line.startsWith("rdb_changes_since_last_save:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
        .sum();
  }
}
