package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Random commands by templates. A word of a template is itself, or stands for
 *
 * <pre>
 *   S H L T Z   a key that mostly is a string, hash, list, set, sorted set;  K any of them
 *   X           a key that only ever is a sorted set of equal scores
 *   v m         a value, a member        i n c   any integer, an index, a count
 *   f b x       a score, an end of a range of scores, an end of a range of names
 *   R M A B     seconds, ms from now; seconds, ms since 1970
 *   p t         a pattern, a type
 *   W q         how scores are joined, a weight
 *   o y j       an offset of bytes or bits, a type of BITFIELD, a number for it
 *   E           a key that mostly is a stream
 *   D d r       an ID for the next entry, any ID, an end of a range of IDs
 *   G C w k     a group, a consumer, how long idle, a length
 *   {f,m}+      one to four times; a single word may have + too
 *   ?nx|ex=R    up to three of these options, = being a blank
 * </pre>
 */
final class Workload {
  private static final List<String> TEMPLATES =
      """
      get S
      set S v
      set S v ?nx|xx|get|keepttl|ex=R|px=M|exat=A|pxat=B|ifeq=v
      set S v ?nx|xx|get|keepttl|ex=R|px=M|exat=A|pxat=B|ifeq=v
      mget S S K
      mset {S,v}+
      getdel S
      incr S
      incrby S i
      decr S
      decrby S i
      append S v
      strlen S
      setnx S v
      setex S R v
      psetex S M v
      del K+
      unlink K+
      exists K+
      type K
      keys p
      scan 0 ?count=c|match=p|type=t
      scan i
      rename K K
      expire K R ?nx|xx|gt|lt
      pexpire K M ?nx|xx|gt|lt
      expireat K A ?nx|xx|gt|lt
      pexpireat K B ?nx|xx|gt|lt
      ttl K
      pttl K
      expiretime K
      pexpiretime K
      persist K
      hset H {m,v}+
      hmset H {m,v}+
      hsetnx H m v
      hget H m
      hmget H m+
      hgetall H
      hkeys H
      hvals H
      hdel H m+
      hincrby H m i
      hexists H m
      hlen H
      lpush L m+
      rpush L m+
      lpushx L m+
      rpushx L m+
      lpop L
      rpop L
      lpop L c
      rpop L c
      lrange L n n
      llen L
      lindex L n
      lrem L n m
      ltrim L n n
      sadd T m+
      srem T m+
      sismember T m
      smismember T m+
      smembers T
      scard T
      zadd Z {f,m}+
      zadd Z ?nx|xx|gt|lt|ch|incr {f,m}+
      zadd Z ?nx|xx|gt|lt|ch|incr f m
      zincrby Z f m
      zrange Z n n ?withscores|rev
      zrange Z b b byscore ?withscores|rev|limit=c=n|bylex
      zrevrange Z n n ?withscores|limit=c=n
      zscore Z m
      zmscore Z m+
      zrank Z m ?withscore
      zrevrank Z m ?withscore
      zrem Z m+
      zcard Z
      zcount Z b b
      zrangebyscore Z b b ?withscores|limit=c=n
      zrevrangebyscore Z b b ?withscores|limit=c=n
      zremrangebyscore Z b b
      zremrangebyrank Z n n
      zpopmin Z
      zpopmin Z c
      zpopmax Z
      zpopmax Z c
      zadd X 0 m 0 m
      zadd X 0 m
      zrange X x x bylex ?rev|limit=c=n|withscores
      dbsize
      hstrlen H m
      hincrbyfloat H m f
      hincrbyfloat H m 0.1
      hrandfield H
      hrandfield H n
      hrandfield H n withvalues
      hscan H 0 ?match=p|count=c|novalues|noscores
      hscan H i
      lset L n m
      linsert L ?before|after m m
      linsert L before m m
      linsert L after m m
      lpos L m
      lpos L m ?rank=n|count=c|maxlen=c
      lmove L L left right
      lmove L L ?left|right
      rpoplpush L L
      lmpop 2 L L left
      lmpop c L L ?left|right ?count=c
      smove T T m
      spop T 100
      spop T 0
      srandmember T
      srandmember T n
      sscan T 0 ?match=p|count=c|novalues
      sinter T T
      sinter T+
      sinterstore T T T
      sintercard 2 T T ?limit=c
      sintercard c T T ?limit=c
      sunion T+
      sunionstore T T T
      sdiff T+
      sdiffstore T T T
      zrangebylex X x x ?limit=c=n|withscores
      zrevrangebylex X x x ?limit=c=n
      zlexcount X x x
      zremrangebylex X x x
      zrangestore X X x x bylex ?rev|limit=c=n|withscores
      zrangestore Z Z b b byscore ?rev|limit=c=n
      zrangestore Z Z n n ?rev
      zmpop 2 Z Z min
      zmpop c Z Z ?min|max ?count=c
      zrandmember Z
      zrandmember Z n
      zrandmember Z n withscores
      zscan Z 0 ?match=p|count=c|noscores|novalues
      zunion 2 Z Z ?withscores|aggregate=W|weights=q=q
      zunion c Z T ?withscores|aggregate=W|weights=q=q
      zinter 2 Z Z ?withscores|aggregate=W|weights=q=q
      zinter 2 Z T ?withscores|aggregate=W|weights=q=q
      zdiff 2 Z Z ?withscores|aggregate=W
      zdiff 3 Z Z T ?withscores
      zunionstore Z 2 Z Z ?withscores|aggregate=W|weights=q=q
      zinterstore Z 2 Z Z ?aggregate=W|weights=q=q
      zdiffstore Z 2 Z Z
      zintercard 2 Z Z ?limit=c
      zintercard c Z T ?limit=c
      renamenx K K
      copy K K
      copy K K ?replace|db=0|db=1
      move K 1
      move K i
      touch K+
      setrange S o v
      getrange S n n
      substr S n n
      getset S v
      getex S
      getex S ?ex=R|px=M|exat=A|pxat=B|persist
      msetnx {S,v}+
      set S f
      incrbyfloat S f
      incrbyfloat S 0.1
      lcs S S
      lcs S S ?len|idx|minmatchlen=n|withmatchlen
      lcs S S idx
      setbit S o o
      setbit S o 1
      getbit S o
      bitcount S
      bitcount S n
      bitcount S n n
      bitcount S o o ?bit|byte
      bitpos S 0
      bitpos S 1 n
      bitpos S 0 n n
      bitpos S c n n ?bit|byte
      bitpos S 0 o o bit
      bitop and S S S
      bitop ?and|or|xor|not S S+
      bitop xor S S S S
      bitop not S S
      bitfield S
      bitfield S ?get=y=o|set=y=o=j|incrby=y=o=j|overflow=sat|overflow=fail|overflow=wrap
      bitfield S get y o ?set=y=o=j|incrby=y=o=j
      bitfield S overflow sat incrby y o j set y o j
      bitfield S overflow fail incrby y o j set y o j
      bitfield S incrby y o j set y o j
      bitfield_ro S ?get=y=o|set=y=o=j
      bitfield_ro S get y o
      xadd E D {m,v}+
      xadd E D {m,v}+
      xadd E D m v
      xadd E d {m,v}+
      xadd E ?nomkstream|maxlen=k|maxlen=~=k|minid=d|minid=~=d|limit=k|limit=0 D m v
      xtrim E maxlen k
      xtrim E maxlen ?~|= k ?limit=k
      xtrim E minid ?~|= d ?limit=k
      xdel E d+
      xlen E
      xrange E r r ?count=n
      xrevrange E r r ?count=n
      xrange E - +
      xread ?count=n|noack streams E d
      xread ?count=n streams E E d d
      xread streams E $
      xsetid E d ?entriesadded=k|maxdeletedid=d
      xgroup create E G d
      xgroup create E G d ?mkstream|entriesread=n
      xgroup create E G $ mkstream
      xgroup setid E G d ?entriesread=n
      xgroup destroy E G
      xgroup createconsumer E G C
      xgroup delconsumer E G C
      xreadgroup group G C streams E >
      xreadgroup group G C ?count=n|noack streams E >
      xreadgroup group G C ?count=n streams E d
      xreadgroup group G C streams E E > d
      xack E G d+
      xpending E G
      xpending E G ?idle=w r r c
      xpending E G r r c C
      xclaim E G C w d+
      xclaim E G C w d d ?idle=c|time=c|retrycount=c|force|justid|lastid=d
      xautoclaim E G C w r ?count=c|justid
      xinfo stream E
      xinfo stream E full ?count=n
      xinfo groups E
      xinfo consumers E G
      """
          .lines()
          .toList();

  private static final List<String> RARE =
      List.of("flushall", "flushdb", "flushdb ?sync|async|foo", "flushall ?sync|async|foo");

  private final Random random;
  private final boolean negativeZero;
  private long lastMs = 1;

  /** Without negative zero among the scores where the reference would keep it. */
  Workload(long seed, boolean negativeZero) {
    this.random = new Random(seed);
    this.negativeZero = negativeZero;
  }

  /** The commands that it may send, each sooner or later. */
  static Set<String> names() {
    return TEMPLATES.stream()
        .map(template -> template.substring(0, (template + " ").indexOf(' ')))
        .collect(Collectors.toSet());
  }

  /** The next command; now and then one with a word too many or too few. */
  List<Bytes> next() {
    List<String> templates = random.nextInt(300) == 0 ? RARE : TEMPLATES;
    List<Bytes> words = new ArrayList<>();
    for (String part : pick(templates).split(" ", -1)) {
      addPart(part, words);
    }
    boolean draws = words.get(0).equals(Bytes.of("spop")); // what one member is, nobody knows
    if (words.size() > 1 && !draws && random.nextInt(60) == 0) {
      words.remove(words.size() - 1);
    } else if (words.size() > 1 && random.nextInt(60) == 0) {
      words.add(value());
    }
    if (random.nextInt(4) == 0) {
      words.set(0, Bytes.of(words.get(0).toText().toUpperCase(Locale.ROOT)));
    }
    return words;
  }

  private void addPart(String part, List<Bytes> words) {
    if (part.startsWith("?")) {
      String[] options = part.substring(1).split("\\|", -1);
      for (int i = random.nextInt(4); i > 0; i--) {
        for (String word : options[random.nextInt(options.length)].split("=", -1)) {
          words.add(word(word));
        }
      }
    } else if (part.endsWith("+")) {
      String group = part.substring(0, part.length() - 1).replaceAll("[{}]", "");
      for (int i = random.nextInt(4); i >= 0; i--) {
        for (String word : group.split(",", -1)) {
          words.add(word(word));
        }
      }
    } else {
      words.add(word(part));
    }
  }

  private Bytes word(String word) {
    return switch (word) {
      case "S", "H", "L", "T", "Z", "E" -> key(random.nextInt(12) == 0 ? anyType() : word);
      case "K" -> key(anyType());
      case "X" -> key("X");
      case "v" -> value();
      case "m" -> random.nextInt(20) == 0 ? value() : Bytes.of("m" + random.nextInt(8));
      case "i" ->
          Bytes.of(
              pick(
                  List.of(
                      "1",
                      "-3",
                      "42",
                      "0",
                      "007",
                      "1.5",
                      "9223372036854775807",
                      "-9223372036854775808",
                      "9223372036854775808",
                      "",
                      "abc",
                      "+1")));
      case "n" -> oddly(Integer.toString(random.nextInt(14) - 7));
      case "c" -> oddly(Integer.toString(random.nextInt(5)));
      case "f" -> score();
      case "b" -> Bytes.of((random.nextInt(3) == 0 ? "(" : "") + bound());
      case "x" -> Bytes.of(pick(List.of("-", "+", "[m1", "(m1", "[m5", "(m6", "[", "(", "m3", "")));
      case "R" -> oddly(relative(1));
      case "M" -> oddly(relative(1000));
      case "A" -> oddly(absolute(1));
      case "B" -> oddly(absolute(1000));
      case "p" -> Bytes.of(pick(List.of("*", "s*", "?1", "[hl]*", "[^hl]?", "x", "\\s1", "*1*")));
      case "t" -> Bytes.of(pick(List.of("string", "ZSET", "list", "hash", "set", "stream", "foo")));
      case "W" -> Bytes.of(pick(List.of("sum", "min", "MAX", "avg")));
      case "q" ->
          Bytes.of(pick(List.of("0", "1", "2", "0.5", "inf", "nan", negativeZero ? "-1" : "3")));
      case "o" ->
          random.nextInt(30) == 0
              ? Bytes.of(pick(List.of("-1", "#1", "4294967296", "9999", "x", "01", "#-1")))
              : Bytes.of(pick(List.of("0", "1", "2", "5", "7", "8", "13", "21", "30", "#0", "#1")));
      case "y" ->
          random.nextInt(20) == 0
              ? Bytes.of(pick(List.of("u64", "i65", "i0", "x8", "", "u", "I8", "u08")))
              : Bytes.of(
                  pick(List.of("i", "u"))
                      + pick(List.of("1", "2", "5", "8", "13", "16", "32", "63", "64", "7")));
      case "j" ->
          random.nextInt(3) == 0 ? word("i") : Bytes.of(random.nextLong() >> random.nextInt(64));
      case "D" -> nextId();
      case "d" -> id();
      case "r" ->
          random.nextInt(3) == 0
              ? Bytes.of(pick(List.of("-", "+", "(", "(-", "(0-0", "", "(18446744073709551615-1")))
              : Bytes.of(random.nextInt(3) == 0 ? "(" : "").concat(id());
      case "k" -> oddly(Integer.toString(random.nextInt(12)));
      case "w" -> Bytes.of(pick(List.of("0", "0", "0", "100000000", "-1", "abc")));
      case "G" -> Bytes.of("g" + random.nextInt(2));
      case "C" -> Bytes.of("c" + random.nextInt(3));
      default -> Bytes.of(word);
    };
  }

  /** Mostly above those before it. */
  private Bytes nextId() {
    lastMs += random.nextInt(2);
    return Bytes.of(lastMs + pick(List.of("-*", "-*", "-*", "", "-1", "-2", "-7")));
  }

  private Bytes id() {
    if (random.nextInt(12) == 0) {
      return Bytes.of(
          pick(
              List.of(
                  "0-0",
                  "$",
                  "+",
                  "-",
                  ">",
                  "*",
                  "",
                  "1-",
                  "-1",
                  "+2-+1",
                  "007-03",
                  " 5-0",
                  "1--3",
                  "18446744073709551615-18446744073709551615",
                  "18446744073709551616-0",
                  "5-x")));
    }
    String ms = Long.toString(Math.max(0, lastMs - random.nextInt(8)));
    return Bytes.of(ms + pick(List.of("", "-0", "-1", "-2", "-3")));
  }

  private String anyType() {
    return pick(List.of("S", "H", "L", "T", "Z", "E"));
  }

  private Bytes key(String type) {
    return Bytes.of(type.toLowerCase(Locale.ROOT) + random.nextInt(3));
  }

  private Bytes value() {
    return switch (random.nextInt(4)) {
      case 0 -> Bytes.of(random.nextInt(200) - 100);
      case 1 -> Bytes.of(pick(List.of("", "a", "abc", "12.5", "007", "hello world", "-1")));
      case 2 -> {
        byte[] content = new byte[random.nextInt(12)];
        random.nextBytes(content);
        yield Bytes.wrap(content);
      }
      default -> Bytes.of("v" + random.nextInt(5));
    };
  }

  private Bytes score() {
    if (negativeZero && random.nextInt(20) == 0) {
      return Bytes.of("-0");
    }
    return switch (random.nextInt(8)) {
      case 0 ->
          Bytes.of(
              pick(
                  List.of(
                      "inf",
                      "-inf",
                      "+Infinity",
                      "nan",
                      "abc",
                      "",
                      " 1",
                      "1e400",
                      "1e-400",
                      "0x1A",
                      "-0x.8p1",
                      "1e5",
                      ".5",
                      "5.",
                      "+3",
                      "1e",
                      "0x",
                      "1_000",
                      "3d")));
      case 1 ->
          Bytes.of(Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20)));
      case 2 -> Bytes.of(Long.toString(random.nextLong() >> random.nextInt(40)));
      default -> Bytes.of(Integer.toString(random.nextInt(9) - 4));
    };
  }

  private String bound() {
    return random.nextInt(6) == 0
        ? pick(List.of("", " 2", "1e400", "-1e400", "abc", "nan", "0x2", "1 ", "2x"))
        : pick(List.of("-inf", "+inf", "-3", "-1", "0", "1", "2.5", "4"));
  }

  /** Far in the future and far apart, so that it does not matter when exactly it is read. */
  private String relative(long unit) {
    return random.nextInt(8) == 0
        ? pick(List.of("0", "-1", "9223372036854775807", "-9223372036854775808"))
        : Long.toString((1000 + random.nextInt(1_000_000) * 1000L) * unit);
  }

  private String absolute(long unit) {
    return random.nextInt(8) == 0
        ? pick(List.of("0", "-1", "1", "9223372036854775807"))
        : Long.toString((5_000_000_000L + random.nextInt(1_000_000)) * unit);
  }

  private Bytes oddly(String number) {
    return random.nextInt(30) == 0
        ? Bytes.of(
            pick(List.of("abc", "", "1.0", " 1", "9223372036854775808", "-9223372036854775808")))
        : Bytes.wrap(number.getBytes(StandardCharsets.US_ASCII));
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
