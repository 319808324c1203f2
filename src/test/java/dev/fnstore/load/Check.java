package dev.fnstore.load;

import dev.fnstore.resp.Reply;

/** Whether a reply is what it has to be; learns from it what later ones have to be. */
interface Check {
  /** A reply to the request that this belongs to, and no other. */
  boolean accepts(Reply reply);

  /** Exactly this. */
  static Check is(Reply wanted) {
    return wanted::equals;
  }
}
