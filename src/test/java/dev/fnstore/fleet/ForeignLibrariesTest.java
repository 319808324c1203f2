package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.model.Target;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A managed target leaves alone what others have loaded, on whichever of its nodes, whenever. */
final class ForeignLibrariesTest {
  private static final String THEIRS = "theirs";

  @TempDir Path folder;

  private Peer one;
  private Peer other;
  private StoreWithFleet fleet;

  @BeforeEach
  void start() {
    one = Peer.start(Peer.Kind.VALKEY_8);
    other = Peer.start(Peer.Kind.VALKEY_8);
    fleet = new StoreWithFleet(folder);
  }

  @AfterEach
  void stop() {
    fleet.close();
    one.close();
    other.close();
  }

  private static String version(Peer peer, String library) {
    try (RespConnection connection = peer.connect()) {
      return FleetScene.version(connection, library);
    }
  }

  private static void loadTheirs(Peer peer, String library) {
    assertThat(peer.ask("FUNCTION", "LOAD", FleetScene.library(library, THEIRS)))
        .isInstanceOf(Reply.Bulk.class);
  }

  /** A library of another name, whose function has the name of that of {@code library}. */
  private static void loadTheirFunction(Peer peer, String library) {
    String text =
        FleetScene.library(library, THEIRS).replace("name=" + library + "\n", "name=theirs\n");
    assertThat(peer.ask("FUNCTION", "LOAD", text)).isInstanceOf(Reply.Bulk.class);
  }

  private void await(Peer peer, String version) {
    FleetScene.until(
        () -> version(peer, "both").equals(version),
        () -> version(peer, "both") + " " + fleet.status());
  }

  /** So many rounds that whatever would be done wrong has been done. */
  private void awaitMore(int versions) {
    for (int version = 0; version < versions; version++) {
      fleet.load("both", "more" + version);
      await(one, "more" + version);
    }
  }

  @Test
  void shouldStayForeignWhereAnotherNodeHasOurs() {
    loadTheirs(other, "both");
    fleet.load("both", 1);
    fleet.add(Target.Mode.MANAGED, true, null, one, other);
    await(one, "1");
    awaitMore(3);
    assertThat(version(other, "both")).isEqualTo(THEIRS);
    fleet.await(other, NodeStatus.State.DRIFTED);
    assertThat(fleet.error(other))
        .contains("it holds a library 'both' that fnstore has not deployed");

    fleet.delete("both");
    FleetScene.until(
        () -> version(one, "both").contains("not found"), () -> fleet.status().toString());
    fleet.await(other, NodeStatus.State.IN_SYNC);
    assertThat(version(other, "both")).isEqualTo(THEIRS);

    fleet.load("both", 2);
    await(one, "2");
    assertThat(version(other, "both")).isEqualTo(THEIRS);
    other.ask("FUNCTION", "DELETE", "both");
    await(other, "2");
    awaitMore(1);
    await(other, "more0");
  }

  @Test
  void shouldStayForeignOnANodeThatWasAway() {
    loadTheirs(other, "both");
    other.stop();
    fleet.load("both", 1);
    fleet.add(Target.Mode.MANAGED, true, null, one, other);
    await(one, "1");
    other.cont();
    FleetScene.until(
        () -> fleet.state(other) == NodeStatus.State.DRIFTED, () -> fleet.status().toString());
    awaitMore(2);
    assertThat(version(other, "both")).isEqualTo(THEIRS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldStayForeignWhereItComesJustBeforeTheChange(boolean auto) {
    fleet.load("a", 1);
    fleet.add(Target.Mode.MANAGED, auto, null, one, other);
    if (!auto) {
      assertThat(fleet.apply()).isNull();
    }
    fleet.await(one, NodeStatus.State.IN_SYNC);
    fleet.await(other, NodeStatus.State.IN_SYNC);
    fleet.beforeNextBegin(() -> loadTheirs(other, "both"));
    fleet.load("both", 1);
    if (auto) {
      await(one, "1");
      awaitMore(3);
    } else {
      assertThat(fleet.apply()).contains("every node is as it was before");
      assertThat(version(one, "both")).contains("not found");
    }
    assertThat(version(other, "both")).isEqualTo(THEIRS);
    assertThat(version(other, "a")).isEqualTo("1");
    fleet.await(other, NodeStatus.State.DRIFTED);
  }

  /** Names of functions are unique on a server, whatever their libraries are called. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldStayWhereItsFunctionTakesANameJustBeforeTheChange(boolean auto) {
    fleet.load("a", 1);
    fleet.add(Target.Mode.MANAGED, auto, null, one, other);
    if (!auto) {
      assertThat(fleet.apply()).isNull();
    }
    fleet.await(one, NodeStatus.State.IN_SYNC);
    fleet.await(other, NodeStatus.State.IN_SYNC);
    fleet.beforeNextBegin(() -> loadTheirFunction(other, "both"));
    fleet.load("both", 1);
    if (auto) {
      await(one, "1");
      fleet.load("a", 2); // does not come to a node that has a conflict
      awaitMore(3);
    } else {
      fleet.load("a", 2); // is replaced there by the same transaction
      assertThat(fleet.apply()).contains("every node is as it was before");
      assertThat(version(one, "both")).contains("not found");
      assertThat(version(one, "a")).isEqualTo("1");
    }
    assertThat(version(other, "both")).isEqualTo(THEIRS);
    assertThat(version(other, "a")).isEqualTo("1");
    fleet.await(other, NodeStatus.State.DRIFTED);
    assertThat(fleet.error(other))
        .isEqualTo(
            "its library 'theirs', which fnstore has not deployed, has the function"
                + " 'both_version' of 'both'");
    if (!auto) {
      assertThatThrownBy(fleet::apply)
          .hasStackTraceContaining("nothing was changed")
          .hasStackTraceContaining("has the function 'both_version' of 'both'");
      assertThat(version(one, "a")).isEqualTo("1");
    }
  }
}
