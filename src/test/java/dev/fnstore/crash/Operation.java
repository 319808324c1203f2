package dev.fnstore.crash;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RestorePolicy;
import java.util.List;

/** A change that a client asks for, and how the event that it leads to is known again. */
sealed interface Operation {
  Object[] words();

  boolean isDoneBy(Change change);

  /** LOAD REPLACE of a text that no other operation has. */
  record Load(Bytes source) implements Operation {
    @Override
    public Object[] words() {
      return new Object[] {"FUNCTION", "LOAD", "REPLACE", source};
    }

    @Override
    public boolean isDoneBy(Change change) {
      return change instanceof Change.Load load
          && load.library().digest().equals(Digest.of(source));
    }
  }

  /** DELETE of a library that may not be there. */
  record Delete(Bytes name) implements Operation {
    @Override
    public Object[] words() {
      return new Object[] {"FUNCTION", "DELETE", name};
    }

    @Override
    public boolean isDoneBy(Change change) {
      return change.equals(new Change.Delete(name));
    }
  }

  /** FLUSH. */
  record Flush() implements Operation {
    @Override
    public Object[] words() {
      return new Object[] {"FUNCTION", "FLUSH"};
    }

    @Override
    public boolean isDoneBy(Change change) {
      return change instanceof Change.Flush;
    }
  }

  /** RESTORE of a payload that no other operation has. */
  record Restore(Bytes payload, List<Digest> libraries, RestorePolicy policy) implements Operation {
    @Override
    public Object[] words() {
      return new Object[] {"FUNCTION", "RESTORE", payload, policy.name()};
    }

    /** Whole: with every library of the payload. */
    @Override
    public boolean isDoneBy(Change change) {
      return change instanceof Change.Restore restore
          && restore.policy() == policy
          && restore.payloadDigest().equals(Digest.of(payload))
          && restore.libraries().stream().map(l -> l.digest()).toList().equals(libraries);
    }
  }
}
