package dev.fnstore.fleet;

import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** What somebody changes on fnstore while other things go wrong; versions only grow. */
final class ChaosChanges {
  /** The names that come and go. */
  static final List<String> LIBRARIES = List.of("lib0", "lib1", "lib2", "lib3");

  private static final int LOADS_OF_TEN = 7;

  private final ChaosScene scene;
  private final Random random;
  private final SortedMap<String, String> present = new TreeMap<>();
  private int version;

  ChaosChanges(ChaosScene scene, Random random) {
    this.scene = scene;
    this.random = random;
  }

  /**
   * A library comes, changes, or goes.
   *
   * @return whether it goes
   */
  boolean next() {
    String name = LIBRARIES.get(random.nextInt(LIBRARIES.size()));
    if (present.containsKey(name) && random.nextInt(10) >= LOADS_OF_TEN) {
      check(scene.call("FUNCTION", "DELETE", name));
      present.remove(name);
      return true;
    }
    load(name);
    return false;
  }

  /** All are there. */
  void loadAll() {
    new ArrayList<>(LIBRARIES).forEach(this::load);
  }

  private void load(String name) {
    version++;
    String text = FleetScene.library(name, version);
    check(scene.call("FUNCTION", "LOAD", "REPLACE", text));
    present.put(name, text);
  }

  private static void check(Reply reply) {
    if (reply instanceof Reply.ErrorReply) {
      throw new AssertionError(reply.toString());
    }
  }

  /** What fnstore has, texts by name. */
  SortedMap<String, String> present() {
    return new TreeMap<>(present);
  }
}
