package dev.fnstore.load;

import dev.fnstore.resp.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MONITOR: is shown what the clients say to ECHO, which they number, each without a gap: so none
 * was lost and none came twice.
 */
final class MonitoringClient extends CheckedClient {
  private static final String ECHO = "\"ECHO\" \"";

  private final Map<String, Long> lastOf = new HashMap<>();
  private final boolean exact;
  private boolean monitors;

  MonitoringClient(String name, Findings findings, boolean mayBeBusy) {
    super(name, findings, mayBeBusy);
    this.exact = !mayBeBusy; // what is answered BUSY has not run and is not shown
  }

  @Override
  void begin() {
    Burst burst = new Burst();
    burst.add(this::isMonitor, "MONITOR");
    send(burst);
  }

  private boolean isMonitor(Reply reply) {
    monitors = true;
    return reply.equals(Reply.OK);
  }

  @Override
  @Nullable List<Reply> messageIn(Reply reply) {
    return monitors && reply instanceof Reply.Simple ? List.of(reply) : super.messageIn(reply);
  }

  @Override
  void pushed(List<Reply> message) {
    String line = ((Reply.Simple) message.get(0)).text().toLatin1();
    int start = line.indexOf(ECHO);
    if (start < 0) {
      return;
    }
    String word = line.substring(start + ECHO.length(), line.length() - 1);
    int slash = word.indexOf('/');
    if (slash < 0 || word.startsWith("/t", slash)) {
      return; // within a transaction, which may have been discarded
    }
    String client = word.substring(0, slash);
    long number = Long.parseLong(word.substring(slash + 1));
    Long before = lastOf.put(client, number);
    if (before != null && (exact ? number != before + 1 : number <= before)) {
      problem("was shown " + word + " after " + before);
    }
  }
}
