package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyspaceTest {
  private final Subject subject = new Subject(Protocol.RESP3, 10_000);

  @Test
  void shouldKeepAKeyUpToItsLastMillisecond() {
    subject.call("set key v px 500");

    subject.setTime(10_500);
    assertThat(subject.call("get key")).isEqualTo(Reply.bulk("v"));
    assertThat(subject.call("pttl key")).isEqualTo(Reply.ZERO);

    subject.setTime(10_501);
    assertThat(subject.call("get key")).isEqualTo(Reply.NULL);
    assertThat(subject.call("ttl key")).isEqualTo(Reply.of(-2));
  }

  /** Of every type, in every form, with elements that are there, are not, and are not known. */
  @Test
  void shouldChangeNothingWhereItFetchesAhead() {
    subject.call("set gone v px 100");
    subject.call("set string v");
    subject.call("rpush list a b");
    subject.call("xadd stream 1-1 f v");
    for (int i = 0; i < 300; i++) {
      subject.call("hset fields f" + i + " v");
      subject.call("sadd set m" + i);
      subject.call("zadd sorted 1 m" + i);
    }
    subject.call("hset packed f1 v");
    subject.setTime(10_200);
    List<String> keys =
        List.of("gone", "string", "list", "stream", "fields", "packed", "set", "sorted", "none");
    long changes = subject.keyspace().changes();
    for (String element : List.of("f1", "m1", "other", "")) {
      Bytes[] names = keys.stream().map(Bytes::of).toArray(Bytes[]::new);
      Bytes[] elements = new Bytes[names.length];
      Arrays.fill(elements, element.isEmpty() ? null : Bytes.of(element));
      for (int count = 0; count <= names.length; count++) {
        subject.keyspace().fetch(0, names, elements, count);
        subject.keyspace().fetch(1, names, elements, count);
      }
    }
    assertThat(subject.keyspace().changes()).isEqualTo(changes);
    assertThat(subject.keyspace().size(0, 10_200)).isEqualTo(keys.size() - 2);
    assertThat(subject.call("hget fields f299")).isEqualTo(Reply.bulk("v"));
    assertThat(subject.call("zscore sorted m1")).isEqualTo(new Reply.Real(1));
    assertThat(subject.keyspace().size(1, 10_200)).isZero();
  }

  @Test
  void shouldTellTheTimeThatIsLeft() {
    subject.call("set key v ex 100");

    subject.setTime(10_499);
    assertThat(subject.call("ttl key")).isEqualTo(Reply.of(100));
    subject.setTime(11_600);
    assertThat(subject.call("ttl key")).isEqualTo(Reply.of(98));
    assertThat(subject.call("pttl key")).isEqualTo(Reply.of(98_400));
    assertThat(subject.call("expiretime key")).isEqualTo(Reply.of(110));
    assertThat(subject.call("pexpiretime key")).isEqualTo(Reply.of(110_000));
  }

  @Test
  void shouldStartAnewWhereAKeyHasExpired() {
    subject.call("rpush key a b");
    subject.call("pexpire key 100");
    subject.setTime(10_200);

    assertThat(subject.call("incr key")).isEqualTo(Reply.ONE);
    assertThat(subject.call("ttl key")).isEqualTo(Reply.of(-1));
  }

  @Test
  void shouldCountOnlyKeysThatHaveNotExpired() {
    subject.call("mset a 1 b 2 c 3");
    subject.call("pexpire a 100");
    subject.call("pexpire b 200");

    assertThat(subject.keyspace().size(0, 10_150)).isEqualTo(2);
    assertThat(subject.keyspace().size(0, 10_201)).isEqualTo(1);
    assertThat(subject.keyspace().size(1, 10_201)).isZero();
  }

  @Test
  void shouldExpireNoMoreThanItsBudget() {
    for (int i = 0; i < 10; i++) {
      subject.call("set key" + i + " v px " + (100 + i));
    }

    assertThat(subject.keyspace().expireSome(10_104, 3)).isEqualTo(3);
    assertThat(subject.keyspace().expireSome(10_104, 3)).isEqualTo(1);
    assertThat(subject.keyspace().expireSome(10_200, 100)).isEqualTo(6);
    assertThat(subject.keyspace().expireSome(10_200, 100)).isZero();
  }

  @Test
  void shouldNotExpireWhatGotALongerLifeOrNone() {
    subject.call("set longer v px 100");
    subject.call("set forever v px 100");
    subject.call("set overwritten v px 100");
    subject.call("set renamed v px 100");
    subject.call("pexpire longer 1000");
    subject.call("persist forever");
    subject.call("set overwritten w");
    subject.call("set target v px 5000");
    subject.call("rename target renamed");

    assertThat(subject.keyspace().expireSome(10_500, 100)).isZero();
    assertThat(subject.keyspace().size(0, 10_500)).isEqualTo(4);
  }

  @Test
  void shouldCountAsManyChangesAsThereAreElements() {
    subject.call("rpush list a b c");
    assertThat(subject.keyspace().changes()).isEqualTo(3);
    subject.call("get nothing");
    subject.call("sadd set a a b");
    assertThat(subject.keyspace().changes()).isEqualTo(5);
    subject.keyspace().flush();
    assertThat(subject.keyspace().changes()).isEqualTo(7);
  }

  @Test
  void shouldKeepDatabasesApart() {
    Keyspace keyspace = subject.keyspace();
    subject.call("set key v");
    List<Bytes> words = List.of(Bytes.of("exists"), Bytes.of("key"));
    DataCommand exists =
        DataCommands.all().stream()
            .filter(command -> command.spec().name().equals("exists"))
            .findFirst()
            .orElseThrow();

    assertThat(exists.handler().run(new DataCall(keyspace, 0, words, 0, Protocol.RESP3)))
        .isEqualTo(Reply.ONE);
    assertThat(exists.handler().run(new DataCall(keyspace, 1, words, 0, Protocol.RESP3)))
        .isEqualTo(Reply.ZERO);
  }

  @Test
  void shouldHaveADatabase() {
    assertThatThrownBy(() -> new Keyspace(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseAStringThatIsTooLong() {
    Bytes half = Bytes.wrap(new byte[(256 << 20) + 1]);
    subject.call(List.of(Bytes.of("set"), Bytes.of("key"), half));

    assertThat(subject.call(List.of(Bytes.of("append"), Bytes.of("key"), half)))
        .isEqualTo(Reply.err("string exceeds maximum allowed size (proto-max-bulk-len)"));
  }

  /** A word that almost is a number costs its length, not the square of it. */
  @Test
  void shouldReadALongScoreInOneGo() {
    Bytes score = Bytes.of("1".repeat(1 << 20) + "x");

    assertThat(subject.call(List.of(Bytes.of("zadd"), Bytes.of("z"), score, Bytes.of("m"))))
        .isEqualTo(Reply.err("value is not a valid float"));
  }
}
