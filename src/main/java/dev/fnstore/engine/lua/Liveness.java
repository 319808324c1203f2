package dev.fnstore.engine.lua;

import java.util.BitSet;

/** Which registers are read again, from the beginning of each instruction on. */
final class Liveness {
  private final BitSet[] live;

  Liveness(ControlFlow flow) {
    live = new BitSet[flow.code.instructions.length + 1];
    boolean isStable = false;
    while (!isStable) {
      isStable = true;
      for (int pc = flow.reachable.length() - 1; pc >= 0; pc--) {
        if (flow.reachable.get(pc)) {
          isStable &= !update(flow, pc);
        }
      }
    }
  }

  private boolean update(ControlFlow flow, int pc) {
    BitSet next = new BitSet();
    for (int successor : flow.successors(pc)) {
      next.or(at(successor));
    }
    next.andNot(flow.writes(pc));
    next.or(flow.reads(pc));
    boolean isNew = !next.equals(live[pc]);
    live[pc] = next;
    return isNew;
  }

  /** Not to be changed. */
  BitSet at(int pc) {
    BitSet found = live[pc];
    return found == null ? new BitSet() : found;
  }
}
