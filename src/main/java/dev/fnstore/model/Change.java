package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an event did to the registry, fully resolved: folding one needs no Lua and no source. */
public sealed interface Change {
  /** The word of the audit trail, such as {@code load}. */
  String kind();

  /** The libraries that are there in this form after it, resolved; none for most kinds. */
  default List<Library> libraries() {
    return List.of();
  }

  /** FUNCTION LOAD: the library is there in this version, whatever was before. */
  record Load(Library library) implements Change {
    @Override
    public String kind() {
      return "load";
    }

    @Override
    public List<Library> libraries() {
      return List.of(library);
    }
  }

  /** FUNCTION DELETE of a library that was there. */
  record Delete(Bytes libraryName) implements Change {
    @Override
    public String kind() {
      return "delete";
    }
  }

  /** FUNCTION FLUSH, also of an empty registry. */
  record Flush() implements Change {
    @Override
    public String kind() {
      return "flush";
    }
  }

  /**
   * FUNCTION RESTORE.
   *
   * @param rdbVersion of the payload's footer
   * @param payloadDigest SHA-256 of the whole payload
   * @param libraries those of the payload, in its order
   */
  record Restore(
      RestorePolicy policy, int rdbVersion, Digest payloadDigest, List<Library> libraries)
      implements Change {
    public Restore {
      libraries = List.copyOf(libraries);
    }

    @Override
    public String kind() {
      return "restore";
    }
  }

  /**
   * FUNCTION ROLLBACK: what differed from an older image is again as it was there.
   *
   * @param to the revision of that image
   * @param libraries those that are loaded again, in the byte order of their names
   * @param removed names of those that were not there, in byte order
   */
  record Rollback(Revision to, List<Library> libraries, List<Bytes> removed) implements Change {
    public Rollback {
      libraries = List.copyOf(libraries);
      removed = List.copyOf(removed);
    }

    @Override
    public String kind() {
      return "rollback";
    }
  }

  /** FUNCTION TAG SET: the name stands for the revision from now on. */
  record TagSet(Bytes name, Revision revision) implements Change {
    @Override
    public String kind() {
      return "tag";
    }
  }

  /** FUNCTION TAG DELETE of a tag that was there. */
  record TagDelete(Bytes name) implements Change {
    @Override
    public String kind() {
      return "tag";
    }
  }

  /**
   * FUNCTION COMPACT: what lies before {@code base} may be dropped.
   *
   * @param base the first revision that can still be read as of
   * @param baseDigest of its event, which the events after it are chained to
   * @param imageDigest SHA-256 of the snapshot of {@code base}
   */
  record Compact(Revision base, Digest baseDigest, Digest imageDigest) implements Change {
    @Override
    public String kind() {
      return "compact";
    }
  }

  /**
   * TARGET ADD.
   *
   * @param target also where it was there before and is described anew
   */
  record TargetAdd(Target target) implements Change {
    @Override
    public String kind() {
      return "target";
    }
  }

  /** TARGET REMOVE of a target that was there. */
  record TargetRemove(Bytes name) implements Change {
    @Override
    public String kind() {
      return "target";
    }
  }

  /** A target's nodes are about to be changed. */
  record DeployBegin(Deployment deployment) implements Change {
    @Override
    public String kind() {
      return "deploy";
    }
  }

  /**
   * What was begun has ended.
   *
   * @param target its name
   * @param begun the revision of the event that began it
   * @param failures the nodes that did not do it
   * @param contested see {@link RegisteredTarget}
   */
  record DeployEnd(
      Bytes target,
      Revision begun,
      Deployment.Outcome outcome,
      List<Deployment.Failure> failures,
      SortedMap<Bytes, List<Bytes>> contested)
      implements Change {
    public DeployEnd {
      failures = List.copyOf(failures);
      contested = RegisteredTarget.copy(contested);
    }

    /** With nothing that is contested. */
    public DeployEnd(
        Bytes target,
        Revision begun,
        Deployment.Outcome outcome,
        List<Deployment.Failure> failures) {
      this(target, begun, outcome, failures, new TreeMap<>());
    }

    @Override
    public String kind() {
      return "deploy";
    }
  }

  /** What the log keeps for its trail only: it is of no library. */
  sealed interface Note extends Change {}

  /**
   * A change of users or their rights.
   *
   * @param words of the command after {@code ACL}, its secrets taken out
   */
  record Acl(List<Bytes> words) implements Note {
    public Acl {
      words = List.copyOf(words);
    }

    @Override
    public String kind() {
      return "acl";
    }
  }

  /**
   * A change of parameters.
   *
   * @param words of the command after {@code CONFIG}, its secrets taken out
   */
  record Config(List<Bytes> words) implements Note {
    public Config {
      words = List.copyOf(words);
    }

    @Override
    public String kind() {
      return "config";
    }
  }

  /**
   * A node was found to hold other libraries than were deployed there.
   *
   * @param target its name
   * @param address of the node
   * @param missing names of those that are not there
   * @param different names of those that are there with other text
   * @param foreign names of those that were never deployed there, in byte order, as far as {@link
   *     #bounded} goes
   * @param moreForeign how many more there are that were never deployed there
   */
  record Drift(
      Bytes target,
      Bytes address,
      List<Bytes> missing,
      List<Bytes> different,
      List<Bytes> foreign,
      long moreForeign)
      implements Note {
    private static final int MOST_FOREIGN = 100;
    private static final int MOST_FOREIGN_BYTES = 8192;

    public Drift {
      missing = List.copyOf(missing);
      different = List.copyOf(different);
      foreign = List.copyOf(foreign);
    }

    /**
     * With at most 100 of the foreign names, 8,192 bytes in all; the others are counted. A node can
     * hold as many of them, and as long ones, as somebody likes to load there.
     *
     * @param foreign all of them, in byte order
     */
    public static Drift bounded(
        Bytes target,
        Bytes address,
        List<Bytes> missing,
        List<Bytes> different,
        List<Bytes> foreign) {
      List<Bytes> named = new ArrayList<>();
      long bytes = 0;
      for (Bytes name : foreign) {
        if (named.size() < MOST_FOREIGN && bytes + name.length() <= MOST_FOREIGN_BYTES) {
          named.add(name);
          bytes += name.length();
        }
      }
      return new Drift(
          target, address, missing, different, named, (long) foreign.size() - named.size());
    }

    @Override
    public String kind() {
      return "drift";
    }
  }
}
