package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.List;

/** What an event did to the registry, fully resolved: folding one needs no Lua and no source. */
public sealed interface Change {
  /** The word of the audit trail: {@code load}, {@code delete}, {@code flush}, {@code restore}. */
  String kind();

  /** FUNCTION LOAD: the library is there in this version, whatever was before. */
  record Load(Library library) implements Change {
    @Override
    public String kind() {
      return "load";
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
}
