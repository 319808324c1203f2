package dev.fnstore.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one node sees it: what CLUSTER NODES answers.
 *
 * @param members in the order of the answer
 */
record ClusterView(List<Member> members) {
  /**
   * A line of it.
   *
   * @param flags such as {@code myself}, {@code master}, {@code fail?}
   * @param primaryId of a replica, else null
   * @param isLinked whether the node is connected to it
   * @param slots in ascending order
   */
  record Member(
      String id,
      int port,
      int busPort,
      Set<String> flags,
      @Nullable String primaryId,
      boolean isLinked,
      List<Integer> slots) {
    /** {@code id ip:port@busPort[,name] flags primary ping pong epoch link slots…}. */
    private static Member parse(String line) {
      String[] words = line.split(" ", -1);
      String address = words[1].split(",", -1)[0];
      String ports = address.substring(address.lastIndexOf(':') + 1);
      int at = ports.indexOf('@');
      return new Member(
          words[0],
          Integer.parseInt(ports.substring(0, at)),
          Integer.parseInt(ports.substring(at + 1)),
          Set.of(words[2].split(",", -1)),
          words[3].equals("-") ? null : words[3],
          words[7].equals("connected"),
          slots(List.of(words).subList(8, words.length)));
    }

    /** {@code 5}, {@code 7-9}; one that moves, {@code [9->-id]}, is named otherwise too. */
    private static List<Integer> slots(List<String> words) {
      List<Integer> slots = new ArrayList<>();
      for (String word : words) {
        if (!word.startsWith("[")) {
          String[] ends = word.split("-", -1);
          int last = Integer.parseInt(ends[ends.length - 1]);
          for (int slot = Integer.parseInt(ends[0]); slot <= last; slot++) {
            slots.add(slot);
          }
        }
      }
      return List.copyOf(slots);
    }

    boolean is(String flag) {
      return flags.contains(flag);
    }
  }

  /** As {@code peer} sees it now. */
  static ClusterView of(Peer peer) {
    return new ClusterView(peer.askText("CLUSTER", "NODES").lines().map(Member::parse).toList());
  }

  Member myself() {
    return members.stream().filter(member -> member.is("myself")).findFirst().orElseThrow();
  }

  Optional<Member> member(String id) {
    return members.stream().filter(member -> member.id().equals(id)).findFirst();
  }
}
