package dev.fnstore.resp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against a writer that is nothing but the joining of strings; {@code -Dwriter.seed=N} replays. */
final class RespWriterTest {
  private static final long SEED = Long.getLong("writer.seed", System.nanoTime());
  private static final int TAKES = 3_000;
  private static final int DEEP = 1_000;

  private final Random random = new Random(SEED);
  private final RespWriter writer = new RespWriter();

  /** Whatever was written before, and so whatever room there is. */
  @Test
  void shouldWriteEveryReply() {
    for (int i = 0; i < TAKES; i++) {
      StringBuilder expected = new StringBuilder();
      for (int replies = random.nextInt(20); replies >= 0; replies--) {
        Protocol protocol = random.nextBoolean() ? Protocol.RESP2 : Protocol.RESP3;
        Reply reply = reply(3);
        writer.write(reply, protocol);
        expected.append(expected(reply, protocol));
        assertThat(writer.length()).as("seed %d", SEED).isEqualTo(expected.length());
      }
      assertThat(new String(writer.take(), StandardCharsets.ISO_8859_1))
          .as("seed %d, take %d", SEED, i)
          .isEqualTo(expected.toString());
      assertThat(writer.length()).isZero();
    }
  }

  @Test
  void shouldWriteWhatIsNestedDeep() {
    Reply reply = Reply.of(Long.MIN_VALUE);
    for (int i = 0; i < DEEP; i++) {
      reply = Reply.array(List.of(reply));
    }
    writer.write(reply, Protocol.RESP2);
    assertThat(new String(writer.take(), StandardCharsets.ISO_8859_1))
        .isEqualTo("*1\r\n".repeat(DEEP) + ":-9223372036854775808\r\n");
  }

  private Reply reply(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 9)) {
      case 0, 1 -> Reply.bulk(text());
      case 2 -> Reply.of(random.nextLong() >> random.nextInt(64));
      case 3 -> new Reply.Simple(text());
      case 4 -> Reply.NULL;
      case 5 -> new Reply.Verbatim(Bytes.of("txt"), text());
      default -> {
        List<Reply> items = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
          items.add(reply(depth - 1));
        }
        yield random.nextBoolean() ? Reply.array(items) : new Reply.Group(items);
      }
    };
  }

  private Bytes text() {
    int length = random.nextInt(random.nextBoolean() ? 12 : 300);
    return Bytes.of("x".repeat(length));
  }

  private static String expected(Reply reply, Protocol protocol) {
    boolean isOld = protocol == Protocol.RESP2;
    if (reply instanceof Reply.Bulk bulk) {
      return "$" + bulk.value().length() + "\r\n" + latin1(bulk.value()) + "\r\n";
    } else if (reply instanceof Reply.Int integer) {
      return ":" + integer.value() + "\r\n";
    } else if (reply instanceof Reply.Simple simple) {
      return "+" + latin1(simple.text()) + "\r\n";
    } else if (reply instanceof Reply.Null) {
      return isOld ? "$-1\r\n" : "_\r\n";
    } else if (reply instanceof Reply.Verbatim verbatim) {
      String text = latin1(verbatim.text());
      return isOld
          ? "$" + text.length() + "\r\n" + text + "\r\n"
          : "=" + (text.length() + 4) + "\r\ntxt:" + text + "\r\n";
    }
    List<Reply> items =
        reply instanceof Reply.Array array ? array.items() : ((Reply.Group) reply).items();
    StringBuilder all = new StringBuilder();
    all.append(reply instanceof Reply.Array || isOld ? '*' : '~').append(items.size());
    all.append("\r\n");
    items.forEach(item -> all.append(expected(item, protocol)));
    return all.toString();
  }

  private static String latin1(Bytes text) {
    return text.toLatin1();
  }
}
