package dev.fnstore.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;

/** Collections of a server's garbage, asked for. */
final class Collections {
  private static final int ATTEMPTS = 20;

  private Collections() {}

  /** Closed connections are noticed when they are: asked again until then, a bounded number. */
  static long liveBytesBelow(ServerProcess server, RespConnection client, long enough)
      throws IOException, InterruptedException {
    long live = Long.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS && live >= enough; attempt++) {
      Process collection =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(server.pid()),
                  "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(collection.waitFor()).isZero();
      String info = ((Reply.Bulk) client.call("INFO", "memory")).value().toLatin1();
      live =
          info.lines()
              .filter(line -> line.startsWith("used_memory:"))
              .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).trim()))
              .findFirst()
              .orElseThrow();
    }
    return live;
  }
}
