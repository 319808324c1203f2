package dev.fnstore.load;

import dev.fnstore.resp.Reply;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Random;

/** Works: sends bursts of requests of several kinds, thinks, and sends again. */
final class BusyClient extends CheckedClient {
  private static final int SLOW_READ_MS = 10;
  private static final int SLOW_WRITE_MS = 1;
  private static final int LONGEST_SLOW_BURST = 3;

  /** How fast it takes and gives bytes. */
  enum Pace {
    NORMAL,
    /** Reads little at a time, seldom. */
    SLOW_READER,
    /** Writes one byte at a time. */
    SLOW_WRITER
  }

  private final Random random;
  private final List<Work> works;
  private final Pace pace;
  private final boolean resp3;
  private final int longestThinkMs;
  private boolean ending;
  private volatile boolean ended;

  BusyClient(
      String name,
      Findings findings,
      boolean mayBeBusy,
      Random random,
      List<Work> works,
      Pace pace,
      boolean resp3,
      int longestThinkMs) {
    super(name, findings, mayBeBusy);
    this.random = random;
    this.works = works;
    this.pace = pace;
    this.resp3 = resp3;
    this.longestThinkMs = longestThinkMs;
  }

  @Override
  void begin() {
    if (pace == Pace.SLOW_READER) {
      channel().config().setAutoRead(false);
      readOn();
    }
    Burst burst = new Burst();
    if (resp3) {
      burst.add(reply -> !(reply instanceof Reply.ErrorReply), "HELLO", "3");
    }
    works.forEach(work -> work.open(burst));
    burst.add(Check.is(Reply.OK), "CLIENT", "SETNAME", name());
    send(burst);
  }

  private void readOn() {
    if (isConnected()) {
      channel().read();
      later(SLOW_READ_MS, this::readOn);
    }
  }

  @Override
  void settled() {
    if (ended) {
      return;
    } else if (ending) {
      ended = true;
      return;
    }
    later(1 + random.nextInt(longestThinkMs), this::work);
  }

  private void work() {
    if (!isConnected()) {
      return;
    }
    Burst burst = new Burst();
    if (ending) {
      works.forEach(work -> work.close(burst));
      burst.add(Check.is(Reply.simple("PONG")), "PING");
      send(burst);
      return;
    }
    int length = length();
    while (burst.size() < length) {
      works.get(random.nextInt(works.size())).add(burst);
    }
    if (pace == Pace.SLOW_WRITER) {
      expect(burst);
      trickle(burst.bytes());
    } else {
      send(burst);
    }
  }

  private int length() {
    if (pace == Pace.SLOW_WRITER) {
      return 1 + random.nextInt(LONGEST_SLOW_BURST);
    }
    int dice = random.nextInt(100);
    return dice < 70 ? 1 : dice < 95 ? 2 + random.nextInt(31) : 33 + random.nextInt(468);
  }

  private void trickle(ByteBuf bytes) {
    if (isConnected() && bytes.isReadable()) {
      var unused = channel().writeAndFlush(bytes.readBytes(1));
      later(SLOW_WRITE_MS, () -> trickle(bytes));
    }
  }

  @Override
  void pushed(List<Reply> message) {
    for (Work work : works) {
      if (work.pushed(message)) {
        return;
      }
    }
    super.pushed(message);
  }

  /** From any thread: what is asked is the last, then what must be true in the end is asked. */
  void end() {
    if (isConnected()) {
      channel().eventLoop().execute(() -> ending = true);
    } else {
      ended = true;
    }
  }

  /** From any thread: all that it was owed has come. */
  boolean hasEnded() {
    return ended || !isConnected();
  }

  /** Once it has ended, and all messages have had time to come. */
  void complain() {
    works.stream().flatMap(work -> work.complaints().stream()).forEach(this::problem);
  }
}
