package dev.fnstore.keyspace;

import dev.fnstore.resp.Reply;

/** Runs a command. What the user did wrong is an {@link Reply.ErrorReply}, never an exception. */
@FunctionalInterface
public interface Handler {
  Reply run(DataCall call);
}
