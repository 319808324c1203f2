package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Locale;

/** What happens to a key, as subscribers are told of it. */
public enum KeyEvent {
  DEL('g'),
  EXPIRE('g'),
  PERSIST('g'),
  RENAME_FROM('g'),
  RENAME_TO('g'),
  MOVE_FROM('g'),
  MOVE_TO('g'),
  COPY_TO('g'),
  SET('$'),
  SETRANGE('$'),
  SETBIT('$'),
  APPEND('$'),
  INCRBY('$'),
  INCRBYFLOAT('$'),
  LPUSH('l'),
  RPUSH('l'),
  LPOP('l'),
  RPOP('l'),
  LINSERT('l'),
  LSET('l'),
  LTRIM('l'),
  LREM('l'),
  SORTSTORE('l'),
  HSET('h'),
  HINCRBY('h'),
  HINCRBYFLOAT('h'),
  HDEL('h'),
  SADD('s'),
  SREM('s'),
  SPOP('s'),
  SINTERSTORE('s'),
  SUNIONSTORE('s'),
  SDIFFSTORE('s'),
  ZADD('z'),
  ZINCR('z'),
  ZREM('z'),
  ZREMRANGEBYRANK('z'),
  ZREMRANGEBYSCORE('z'),
  ZREMRANGEBYLEX('z'),
  ZPOPMIN('z'),
  ZPOPMAX('z'),
  ZINTERSTORE('z'),
  ZUNIONSTORE('z'),
  ZDIFFSTORE('z'),
  ZRANGESTORE('z'),
  XADD('t'),
  XTRIM('t'),
  XDEL('t'),
  XSETID('t'),
  XGROUP_CREATE('t'),
  XGROUP_CREATECONSUMER('t'),
  XGROUP_DELCONSUMER('t'),
  XGROUP_DESTROY('t'),
  XGROUP_SETID('t'),
  EXPIRED('x'),
  /** It was dropped to make room. */
  EVICTED('e'),
  /** A key that is not there was read. */
  KEYMISS('m'),
  /** It was not there before. */
  NEW('n');

  private final char group;
  private final String text;

  KeyEvent(char group) {
    String lower = name().toLowerCase(Locale.ROOT);
    this.group = group;
    this.text = lower.startsWith("xgroup") ? lower.replace('_', '-') : lower;
  }

  /** The letter by which {@code notify-keyspace-events} asks for it. */
  public char group() {
    return group;
  }

  /** Its name for subscribers. */
  public Bytes text() {
    return Bytes.of(text);
  }

  /** That of a command which stores what it finds, such as SINTERSTORE. */
  static KeyEvent of(String command) {
    return valueOf(command.toUpperCase(Locale.ROOT));
  }
}
