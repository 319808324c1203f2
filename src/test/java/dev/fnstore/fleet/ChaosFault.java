package dev.fnstore.fleet;

import dev.fnstore.testing.PeerCluster;
import dev.fnstore.testing.Polling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What can go wrong. */
enum ChaosFault {
  KILL_PRIMARY {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = paired(scene, random, true);
      node.kill();
      return Struck.of(
          Map.of(node, UNREACHABLE),
          () -> {
            scene.cluster().awaitStable(); // its replica takes over
            restart(scene, node);
          });
    }
  },
  /**
   * It is back before its replica takes over, with nothing, or with what it had copied long ago;
   * its replica copies that.
   */
  RESTART_PRIMARY {
    @Override
    boolean isPossible(ChaosScene scene) {
      return scene.cluster().nodes().stream().allMatch(node -> scene.foreign(node).isEmpty());
    }

    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = paired(scene, random, true);
      List<PeerCluster.Node> lost = new ArrayList<>(scene.partners(node));
      lost.add(node);
      node.kill();
      if (scene.isManaged()) {
        scene.loseFile(node); // foreign libraries that have gone would come back with it
      }
      restart(scene, node);
      return new Struck(Map.of(), lost, false, () -> {});
    }
  },
  KILL_REPLICA {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = paired(scene, random, false);
      node.kill();
      return Struck.of(Map.of(node, UNREACHABLE), () -> restart(scene, node));
    }
  },
  FAIL_OVER {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      scene.cluster().failOver(paired(scene, random, false));
      return Struck.NOBODY;
    }
  },
  FLUSH {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = any(scene.cluster().primaries(), random);
      ChaosNodes.demand(node, "FUNCTION", "FLUSH");
      scene.foreign(node).clear();
      return Struck.NOBODY;
    }
  },
  LOAD_FOREIGN {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = any(scene.cluster().primaries(), random);
      String name = "foreign" + random.nextInt(4);
      String text = FleetScene.library(name, "foreign " + random.nextInt());
      ChaosNodes.demand(node, "FUNCTION", "LOAD", "REPLACE", text);
      if (scene.isManaged()) {
        scene.foreign(node).put(name, text);
        // what a primary has alone is lost with it
        scene
            .partners(node)
            .forEach(
                partner ->
                    Polling.until(
                        partner + " has it",
                        () -> text.equals(ChaosNodes.libraries(partner).get(name))));
      }
      return Struck.NOBODY;
    }
  },
  /** A foreign library has the function of one of ours, which therefore cannot go there. */
  CLASH {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = any(scene.cluster().primaries(), random);
      String ours = "clashing" + random.nextInt(1_000_000);
      String name = "foreign_" + ours;
      String text = FleetScene.library(ours, "foreign").replace("name=" + ours, "name=" + name);
      ChaosNodes.demand(node, "FUNCTION", "LOAD", text);
      scene.call("FUNCTION", "LOAD", FleetScene.library(ours, 1));
      Runnable mend =
          () -> {
            node.ask("FUNCTION", "DELETE", name);
            scene.call("FUNCTION", "DELETE", ours);
          };
      return scene.isManaged()
          ? Struck.keeping(shard(scene, node, DRIFTED), mend)
          : Struck.of(Map.of(), mend);
    }
  },
  REPLACE_OURS {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = any(scene.cluster().primaries(), random);
      String name = any(ChaosChanges.LIBRARIES, random);
      if (ChaosNodes.libraries(node).containsKey(name)) {
        ChaosNodes.demand(
            node, "FUNCTION", "LOAD", "REPLACE", FleetScene.library(name, "other text"));
      }
      return Struck.NOBODY;
    }
  },
  DELETE_OURS {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = any(scene.cluster().primaries(), random);
      node.ask("FUNCTION", "DELETE", any(ChaosChanges.LIBRARIES, random));
      return Struck.NOBODY;
    }
  },
  ADD_SHARD {
    @Override
    boolean isPossible(ChaosScene scene) {
      return scene.cluster().nodes().size() < MOST_NODES;
    }

    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = scene.cluster().addShard();
      return Struck.of(
          Map.of(),
          () ->
              scene
                  .cluster()
                  .moveSlots(paired(scene, random, true), node, 1 + random.nextInt(SLOTS)));
    }
  },
  HANG {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = paired(scene, random, random.nextBoolean());
      node.stop();
      return Struck.of(Map.of(node, UNREACHABLE), node::cont);
    }
  },
  OUT_OF_MEMORY {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = any(scene.cluster().primaries(), random);
      ChaosNodes.demand(node, "CONFIG", "SET", "maxmemory", 1);
      return Struck.keeping(
              refusing(scene, node), () -> ChaosNodes.demand(node, "CONFIG", "SET", "maxmemory", 0))
          .ofLoads();
    }
  },
  NO_RIGHTS {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = any(scene.cluster().primaries(), random);
      String lost = any(List.of("function", "function|restore", "multi", "@all"), random);
      ChaosNodes.demand(node, "ACL", "SETUSER", ChaosScene.USER, "-" + lost);
      Struck struck =
          Struck.keeping(
              refusing(scene, node),
              () -> ChaosNodes.demand(node, "ACL", "SETUSER", ChaosScene.USER, "+@all"));
      return lost.equals("function|restore") ? struck.ofLoads() : struck;
    }
  },
  WRONG_PASSWORD {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      PeerCluster.Node node = any(scene.cluster().primaries(), random);
      ChaosNodes.demand(node, "ACL", "SETUSER", ChaosScene.USER, "resetpass", ">other");
      ChaosNodes.demand(node, "CLIENT", "KILL", "USER", ChaosScene.USER);
      return Struck.keeping(
          refusing(scene, node),
          () ->
              ChaosNodes.demand(
                  node, "ACL", "SETUSER", ChaosScene.USER, "resetpass", ">" + ChaosScene.PASSWORD));
    }
  },
  CUT_OFF {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      boolean isStalled = random.nextBoolean();
      if (isStalled) {
        scene.relay().stall();
      } else {
        scene.relay().cut();
      }
      PeerCluster.Node node = scene.relayed();
      Map<PeerCluster.Node, String> hit = new HashMap<>();
      if (scene.cluster().primaries().contains(node)) {
        hit.putAll(shard(scene, node, DRIFTED)); // its replica copies through the relay too
      }
      hit.put(node, UNREACHABLE);
      return Struck.keeping(hit, scene.relay()::resume);
    }
  },
  /** The target is described anew while something is deployed to it. */
  DESCRIBE_ANEW {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      scene.call("FUNCTION", "LOAD", FleetScene.library("passing", 1));
      scene.describe();
      scene.call("FUNCTION", "DELETE", "passing");
      return Struck.NOBODY;
    }
  },
  /** fnstore itself dies, as it may beside every other fault. */
  CRASH {
    @Override
    Struck strike(ChaosScene scene, Random random) {
      return Struck.NOBODY;
    }
  };

  private static final String UNREACHABLE = "unreachable";
  private static final String DRIFTED = "drifted";
  private static final String REFUSED = "refused";
  private static final int MOST_NODES = 8;
  private static final int SLOTS = 50;

  /** Whether it can be drawn now. */
  boolean isPossible(ChaosScene scene) {
    return true;
  }

  /** Does it, somewhere. */
  abstract Struck strike(ChaosScene scene, Random random);

  private static <T> T any(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Somebody whose shard goes on without it. */
  private static PeerCluster.Node paired(ChaosScene scene, Random random, boolean isPrimary) {
    PeerCluster cluster = scene.cluster();
    return any(
        (isPrimary ? cluster.primaries() : cluster.replicas())
            .stream().filter(scene::hasPartner).toList(),
        random);
  }

  private static Map<PeerCluster.Node, String> shard(
      ChaosScene scene, PeerCluster.Node node, String state) {
    Map<PeerCluster.Node, String> all = new HashMap<>();
    all.put(node, state);
    scene.partners(node).forEach(partner -> all.put(partner, state));
    return all;
  }

  /** What a primary does not take its replica does not get. */
  private static Map<PeerCluster.Node, String> refusing(ChaosScene scene, PeerCluster.Node node) {
    Map<PeerCluster.Node, String> all = shard(scene, node, DRIFTED);
    all.put(node, REFUSED);
    return all;
  }

  private static void restart(ChaosScene scene, PeerCluster.Node node) {
    node.restart();
    if (node.equals(scene.relayed())) {
      scene.announce();
    }
  }
}
