package dev.fnstore.server;

/**
 * What the executor runs in its batches: what a connection asks for, or what the server itself
 * changes.
 */
interface Work {
  /** Runs what there is to run; what it stages is committed after it. */
  void runWaiting();

  /** After a commit: what was done is acknowledged. */
  void sendReplies();

  /** After the batch: comes again if something is left. */
  void rescheduleIfWaiting();
}
