package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.fleet.Applied;
import dev.fnstore.fleet.Fleet;
import dev.fnstore.model.Point;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.Reading;
import dev.fnstore.store.Intent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** TARGET PLAN, APPLY and IMPORT: what waits for the nodes of a target. */
final class DeployCommands {
  private static final CommandSpec PLAN =
      TargetCommands.subcommand("plan", -3)
          .complexity("O(N*M) where N is the number of nodes and M that of libraries")
          .syntax("target [point]")
          .summary("Tells what APPLY would do, node by node.")
          .build();

  private static final CommandSpec APPLY =
      TargetCommands.subcommand("apply", -3)
          .complexity("O(N*M) where N is the number of nodes and M that of libraries")
          .syntax("target [point] [REACHABLE] [MESSAGE text]")
          .summary("Brings every node of a target to what it should hold, or none.")
          .build();

  private static final CommandSpec IMPORT =
      TargetCommands.subcommand("import", -3)
          .flags("write denyoom")
          .complexity("O(N*M) where N is the number of nodes and M that of libraries")
          .syntax("target [NODE address] [FLUSH|APPEND|REPLACE] [MESSAGE text]")
          .summary("Restores here what the nodes of a target hold.")
          .build();

  private final Fleet fleet;

  DeployCommands(Fleet fleet) {
    this.fleet = fleet;
  }

  List<Command> all() {
    return List.of(
        HistoryCommand.of(PLAN, this::plan),
        HistoryCommand.of(APPLY, this::apply),
        HistoryCommand.of(IMPORT, this::restore));
  }

  /** What is learned of other machines. */
  private interface Learned {
    Reply reply() throws RefusedException;
  }

  private static Reading waiting(Learned learned) {
    return new Reading() {
      @Override
      public Outcome read() throws RefusedException {
        Reply reply = learned.reply();
        return () -> reply;
      }

      @Override
      public boolean isOfOtherMachines() {
        return true;
      }
    };
  }

  private static <T> T await(CompletableFuture<T> future) throws RefusedException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("the server ends: see TARGET STATUS once it has started again");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RefusedException(String.valueOf(cause.getMessage()));
    }
  }

  private Reading plan(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    Bytes name = words.value("PLAN");
    Point point = words.hasNext() ? words.point("PLAN") : null;
    words.end();
    return waiting(() -> TargetReplies.plan(await(fleet.plan(name, point))));
  }

  private Reading apply(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    Bytes name = words.value("APPLY");
    ChangeOptions options = new ChangeOptions();
    boolean reachable = false;
    Point point = null;
    while (words.hasNext()) {
      if (words.take("reachable")) {
        reachable = true;
      } else if (!words.take(options)) {
        if (point != null) {
          throw words.unknown();
        }
        point = words.point("APPLY");
      }
    }
    Point chosen = point;
    boolean onlyReachable = reachable;
    Intent intent = options.unconditional(call, "TARGET APPLY");
    return waiting(
        () -> {
          Applied applied =
              await(fleet.apply(name, chosen, onlyReachable, intent.actor(), intent.message()));
          String error = applied.error();
          if (error != null) {
            throw new RefusedException(error);
          }
          return TargetReplies.applied(name, applied);
        });
  }

  private Reading restore(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    Bytes name = words.value("IMPORT");
    ChangeOptions options = new ChangeOptions();
    Bytes node = null;
    RestorePolicy policy = null;
    while (words.hasNext()) {
      RestorePolicy next = policy == null ? policy(words) : null;
      if (next != null) {
        policy = next;
      } else if (node == null && words.take("node")) {
        node = words.value("NODE");
      } else if (!words.take(options)) {
        throw words.unknown();
      }
    }
    String address = node == null ? null : node.toText();
    RestorePolicy chosen = policy == null ? RestorePolicy.APPEND : policy;
    Intent intent = options.unconditional(call, "TARGET IMPORT");
    return waiting(
        () ->
            TargetReplies.imported(
                await(fleet.restore(name, address, chosen, intent.actor(), intent.message()))));
  }

  private static @Nullable RestorePolicy policy(OptionWords words) {
    for (RestorePolicy policy : RestorePolicy.values()) {
      if (words.take(policy.name())) {
        return policy;
      }
    }
    return null;
  }
}
