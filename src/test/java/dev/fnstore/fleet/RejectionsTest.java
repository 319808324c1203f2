package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.NodeException;
import dev.fnstore.fleet.node.Timeouts;
import dev.fnstore.fleet.plan.Wanted;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import dev.fnstore.testing.Peer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long what a node has refused is not tried again, by a clock of the test. */
final class RejectionsTest {
  private static final String LASTING = "ERR Error compiling function: x";
  private static final String PASSING =
      "ERR Error registering functions: ERR FUNCTION LOAD timeout";
  private static final long LATER_MS = 1_000_000_000L;

  private final Vertx vertx = Vertx.vertx();
  private final Rejections rejections = new Rejections();
  private final Wanted wanted = wanted("a");
  private Peer peer;
  private RegisteredTarget target;
  private Members members;

  @BeforeEach
  void start() {
    peer = Peer.start(Peer.Kind.VALKEY_8);
    Target described =
        new Target(
            Bytes.of("t"),
            List.of(Bytes.of("valkey://" + StoreWithFleet.address(peer))),
            Target.Mode.MANAGED,
            true,
            List.of(),
            null);
    target = RegisteredTarget.of(described, new Revision(1));
    FleetOptions options =
        new FleetOptions(
            () -> 1000,
            new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(30)),
            name -> null,
            InstantSource.system());
    members = new Members(vertx, options, described);
    look();
  }

  private void look() {
    StoreWithFleet.get(members.discover().toCompletionStage());
    StoreWithFleet.get(members.look(true).toCompletionStage());
  }

  @AfterEach
  void stop() {
    members.close();
    StoreWithFleet.get(vertx.close().toCompletionStage());
    peer.close();
  }

  private static Wanted wanted(String name) {
    Library library = new Library(Bytes.of(name), "LUA", Digest.of(Bytes.of(name)), List.of());
    return new Wanted(new Revision(1), List.of(library), List.of());
  }

  private void refuse(String line, long nowMs) {
    members
        .all()
        .forEach(node -> node.refused(new NodeException.Refused("FUNCTION RESTORE", line)));
    rejections.follow(wanted);
    rejections.add(wanted, members.all(), nowMs);
  }

  private boolean isRejected(long nowMs) {
    return rejections.has(target, wanted, members, nowMs);
  }

  @Test
  void shouldWaitForSomethingNewWhereTheLibraryIsWrong() {
    refuse(LASTING, 0);
    assertThat(isRejected(LATER_MS)).isTrue();
    rejections.follow(wanted);
    assertThat(isRejected(LATER_MS)).isTrue();
    rejections.follow(wanted("b"));
    assertThat(isRejected(0)).isFalse();
  }

  @Test
  void shouldTryAgainLaterAndLaterWhereTheCausePasses() {
    long nowMs = 0;
    for (long pauseMs = 1_000; pauseMs <= 512_000; pauseMs *= 2) {
      refuse(PASSING, nowMs);
      assertThat(isRejected(nowMs + pauseMs - 1)).isTrue();
      assertThat(isRejected(nowMs + pauseMs)).isFalse();
      nowMs += pauseMs;
    }
    refuse(PASSING, nowMs);
    assertThat(isRejected(nowMs + 512_000)).isFalse();
  }

  @Test
  void shouldTryAgainWhereTheServerIsAnotherOne() {
    refuse(LASTING, 0);
    peer.restart();
    FleetScene.until(
        () -> {
          look();
          return !isRejected(LATER_MS);
        },
        () -> "it is rejected still");
  }
}
