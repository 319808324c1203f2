package dev.fnstore.load;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.load.BusyClient.Pace;
import dev.fnstore.load.ServerFigures.Figures;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import io.netty.channel.ChannelFuture;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Puts load on a server, and judges what it does and what it holds. */
final class Soak {
  private static final int CONNECTS_AT_ONCE = 200;
  private static final int TABLE_EVERY_SECONDS = 10;
  private static final int COLLECTION_EVERY_SECONDS = 30;
  private static final int STUCK_SECONDS = 60;
  private static final int SETTLE_SECONDS = 30;
  private static final int LARGE_BYTES = 4 << 10;
  private static final int MONITOR_TERM_MS = 5000;

  private final SoakOptions options;
  private final ServerProcess server;
  private final PrintStream out;
  private final Findings findings = new Findings();
  private final Random random;
  private final List<CheckedClient> idle = new ArrayList<>();
  private final List<BusyClient> busy = new ArrayList<>();
  private final FlatCheck flat = new FlatCheck();
  private volatile boolean ending;

  Soak(SoakOptions options, ServerProcess server, PrintStream out) {
    this.options = options;
    this.server = server;
    this.out = out;
    this.random = new Random(options.seed());
  }

  /** Runs it all; gives what was found, nothing if all is well. */
  List<String> run() throws InterruptedException {
    out.println(options);
    try (RespConnection admin = server.connect();
        ServerFigures figures = ServerFigures.of(server.pid());
        Crowd crowd = new Crowd(server.port())) {
      prepare(admin);
      Figures before = figures.now(true);
      connectAll(crowd);
      table(figures);
      settle(admin);
      leaveAll(crowd);
      judgeAfter(admin, figures, before);
    }
    return findings.problems();
  }

  private void prepare(RespConnection admin) {
    if (options.mayBeBusy()) {
      admin.call("CONFIG", "SET", "busy-reply-threshold", options.busyThresholdMs());
    }
    admin.call("CONFIG", "SET", "maxclients", options.descriptors());
    expect(admin, Reply.bulk("load"), "FUNCTION", "LOAD", FunctionWork.LIBRARY);
    expect(admin, Reply.OK, "SET", "large", "x".repeat(LARGE_BYTES));
    // Once, so that what is loaded at first use is not taken for a leak.
    admin.call("FCALL", "load_sort", "0", "x", "100");
    admin.call("EVAL", "return cjson.encode({1})", "0");
  }

  private void expect(RespConnection admin, Reply wanted, Object... words) {
    Reply reply = admin.call(words);
    if (!reply.equals(wanted)) {
      findings.problem("asked " + List.of(words) + " and got " + reply);
    }
  }

  private void connectAll(Crowd crowd) throws InterruptedException {
    List<ChannelFuture> connecting = new ArrayList<>();
    for (int i = 0; i < options.idle(); i++) {
      CheckedClient client = new CheckedClient("idle" + i, findings, false);
      idle.add(client);
      connecting.add(crowd.connect(client));
      throttle(connecting);
    }
    for (int i = 0; i < options.busy(); i++) {
      BusyClient client = busyClient(i);
      busy.add(client);
      connecting.add(i % 20 == 1 ? crowd.connectNarrow(client) : crowd.connect(client));
      throttle(connecting);
    }
    awaitAll(connecting);
    for (int i = 0; i < options.vanishing(); i++) {
      comeAndVanish(crowd, new Random(random.nextLong()));
    }
    monitor(crowd, 0);
  }

  private void throttle(List<ChannelFuture> connecting) throws InterruptedException {
    if (connecting.size() >= CONNECTS_AT_ONCE) {
      awaitAll(connecting);
    }
  }

  private void awaitAll(List<ChannelFuture> connecting) throws InterruptedException {
    for (ChannelFuture future : connecting) {
      if (!future.await().isSuccess()) {
        findings.problem("cannot connect: " + future.cause());
      }
    }
    connecting.clear();
  }

  private BusyClient busyClient(int number) {
    String name = "c" + number;
    Random own = new Random(random.nextLong());
    boolean resp3 = number % 2 == 0;
    Pace pace =
        switch (number % 20) {
          case 1 -> Pace.SLOW_READER;
          case 2 -> Pace.SLOW_WRITER;
          default -> Pace.NORMAL;
        };
    List<Work> works = new ArrayList<>();
    works.add(new DataWork(name, own, pace == Pace.SLOW_READER ? LARGE_BYTES : 500));
    works.add(new FunctionWork(name, own, findings, options.longestLoop()));
    works.add(new TransactionWork(name, own, resp3));
    works.add(new ScriptWork(name, own));
    if (number % 50 == 3) {
      works.add(new LibraryWork(name, own));
    }
    if (resp3 && number % 4 == 0) {
      works.add(new PublishWork(name));
    }
    if (resp3 && number % 8 == 2) {
      works.add(new TrackingWork(name, own));
    }
    return new BusyClient(
        name, findings, options.mayBeBusy(), own, works, pace, resp3, options.longestThinkMs());
  }

  private void comeAndVanish(Crowd crowd, Random own) {
    ChannelFuture coming = crowd.connect(new Vanisher(findings, own));
    coming
        .channel()
        .closeFuture()
        .addListener(
            gone -> {
              if (!ending) {
                later(coming, own.nextInt(100), () -> comeAndVanish(crowd, own));
              }
            });
  }

  /** One that monitors for a while, then another. */
  private void monitor(Crowd crowd, int number) {
    MonitoringClient client =
        new MonitoringClient("monitor" + number, findings, options.mayBeBusy());
    ChannelFuture coming = crowd.connect(client);
    later(
        coming,
        MONITOR_TERM_MS,
        () -> {
          client.leave();
          if (!ending) {
            later(coming, MONITOR_TERM_MS, () -> monitor(crowd, number + 1));
          }
        });
  }

  private static void later(ChannelFuture connection, long ms, Runnable task) {
    var unused = connection.channel().eventLoop().schedule(task, ms, TimeUnit.MILLISECONDS);
  }

  private void table(ServerFigures figures) throws InterruptedException {
    out.println(
        "     s  replies/s   pushes/s     busy  connects   owed  found | rss MB heap MB direct MB"
            + "   fds threads");
    long started = System.nanoTime();
    long replies = 0;
    long pushes = 0;
    int seconds = 0;
    while (seconds < options.seconds()) {
      int step = Math.min(TABLE_EVERY_SECONDS, options.seconds() - seconds);
      TimeUnit.SECONDS.sleep(step);
      seconds = (int) ((System.nanoTime() - started) / 1_000_000_000);
      boolean collect = options.measures() && seconds % COLLECTION_EVERY_SECONDS < step;
      Figures now = figures.now(collect);
      if (collect) {
        flat.add(seconds, now);
      }
      int owed = busy.stream().mapToInt(CheckedClient::owedCount).sum();
      out.printf(
          Locale.ROOT,
          "%6d %10d %10d %8d %9d %6d %6d | %6d %6d%s %9d %5d %7d%n",
          seconds,
          (findings.replies() - replies) / step,
          (findings.pushes() - pushes) / step,
          findings.busy(),
          findings.connects(),
          owed,
          findings.count(),
          now.rssBytes() >> 20,
          now.heapBytes() >> 20,
          collect ? "*" : " ",
          now.directBytes() >> 20,
          now.descriptors(),
          now.threads().size());
      replies = findings.replies();
      pushes = findings.pushes();
      reportStuck();
    }
    if (options.measures()) {
      flat.complaints().forEach(findings::problem);
    }
  }

  private void reportStuck() {
    for (BusyClient client : busy) {
      if (client.stuckSeconds() > STUCK_SECONDS) {
        findings.problem(
            client.name() + " waits for " + client.owedCount() + " replies and gets none");
      }
    }
  }

  /** All clients ask what they ask last, and get all that they are owed. */
  private void settle(RespConnection admin) throws InterruptedException {
    ending = true;
    busy.forEach(BusyClient::end);
    if (!await(() -> busy.stream().allMatch(BusyClient::hasEnded))) {
      busy.stream()
          .filter(client -> !client.hasEnded())
          .forEach(
              client -> findings.problem(client.name() + " is still owed " + client.owedCount()));
    }
    TimeUnit.SECONDS.sleep(1); // for messages, which nothing waits for
    busy.forEach(BusyClient::complain);
    long moved = 0;
    for (int pair = 0; pair < FunctionWork.PAIRS; pair++) {
      Reply left = admin.call("GET", FunctionWork.left(pair));
      expect(admin, left, "GET", FunctionWork.right(pair));
      moved += left instanceof Reply.Bulk bulk ? Long.parseLong(bulk.value().toText()) : 0;
    }
    if (moved < findings.pairsMoved()) {
      findings.problem(findings.pairsMoved() + " pairs were moved, and the counters say " + moved);
    }
  }

  private void leaveAll(Crowd crowd) {
    idle.stream()
        .filter(client -> !client.isConnected())
        .forEach(client -> findings.problem(client.name() + " is not connected any more"));
    idle.forEach(CheckedClient::leave);
    busy.forEach(CheckedClient::leave);
    crowd.close();
  }

  private void judgeAfter(RespConnection admin, ServerFigures figures, Figures before)
      throws InterruptedException {
    if (!await(() -> info(admin, "clients").contains("connected_clients:1\r"))) {
      findings.problem("clients are left: " + info(admin, "clients"));
    }
    String clients = info(admin, "clients");
    for (String line : List.of("tracking_clients:0", "pubsub_clients:0", "watching_clients:0")) {
      if (!await(() -> info(admin, "clients").contains(line + "\r"))) {
        findings.problem("wanted " + line + " of " + clients);
      }
    }
    expect(admin, Reply.EMPTY_ARRAY, "PUBSUB", "CHANNELS");
    Figures after = figures.now(true);
    out.println("before: " + shown(before) + "\nafter:  " + shown(after));
    FlatCheck.afterAll(before, after).forEach(findings::problem);
    if (server.output().contains("ERROR") || server.output().contains("is cut off")) {
      server
          .output()
          .lines()
          .filter(line -> line.contains("ERROR") || line.contains("is cut off"))
          .limit(10)
          .forEach(line -> findings.problem("the server said: " + line));
    }
  }

  private static String shown(Figures figures) {
    return String.format(
        Locale.ROOT,
        "rss %d MB, heap %.1f MB, direct %.1f MB, descriptors %d, threads %d",
        figures.rssBytes() >> 20,
        figures.heapBytes() / 1048576.0,
        figures.directBytes() / 1048576.0,
        figures.descriptors(),
        figures.threads().size());
  }

  private static String info(RespConnection admin, String section) {
    return admin.call("INFO", section) instanceof Reply.Bulk bulk ? text(bulk.value()) : "";
  }

  private static String text(Bytes bytes) {
    return bytes.toText();
  }

  private static boolean await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < SETTLE_SECONDS * 10; i++) {
      if (condition.getAsBoolean()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return false;
  }

  Findings findings() {
    return findings;
  }
}
