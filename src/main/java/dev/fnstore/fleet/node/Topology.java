package dev.fnstore.fleet.node;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The servers of a deployment at one moment.
 *
 * @param members in the order of their addresses, each address once
 */
public record Topology(Kind kind, List<Member> members) {
  /** How the servers belong together. */
  public enum Kind {
    /** One primary and what follows it; nobody watches them. */
    STANDALONE,
    CLUSTER,
    /** One primary and what follows it, watched by Sentinels. */
    SENTINEL
  }

  /** Sorts; of several members with one address the first counts. */
  public Topology {
    SortedMap<Endpoint, Member> sorted = new TreeMap<>();
    for (Member member : members) {
      sorted.putIfAbsent(member.endpoint(), member);
    }
    members = List.copyOf(sorted.values());
  }
}
