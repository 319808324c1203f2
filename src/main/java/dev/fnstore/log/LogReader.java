package dev.fnstore.log;

/** What can be read of a log: all of it as it is now, or as it was at one moment. */
public interface LogReader {
  EventReader events();

  CodeReader code();

  SnapshotReader snapshots();
}
