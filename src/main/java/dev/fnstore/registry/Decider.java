package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.Revision;

/**
 * Says what a request does to an image: a change, or a refusal with Valkey's text. Touches nothing;
 * only folding the event changes state.
 */
public final class Decider {
  private Decider() {}

  /**
   * What FUNCTION LOAD checks before it compiles.
   *
   * @throws RefusedException if a library of this name is there and may not be replaced
   */
  public static void checkName(RegistryImage image, Bytes libraryName, boolean replace)
      throws RefusedException {
    if (!replace && image.library(libraryName).isPresent()) {
      throw RefusedException.naming("Library '", libraryName, "' already exists");
    }
  }

  /**
   * That a library is still at the revision that somebody has seen, so that nobody overwrites what
   * they have not.
   *
   * @param expected its mod_revision; 0: it is not there
   * @throws RefusedException naming the revision that it is at
   */
  public static void checkRevision(RegistryImage image, Bytes libraryName, Revision expected)
      throws RefusedException {
    Revision present =
        image.library(libraryName).map(RegisteredLibrary::modified).orElse(Revision.ZERO);
    if (!present.equals(expected)) {
      throw RefusedException.stale(
          Bytes.of("library '").concat(libraryName).concat(Bytes.of("'")), present, expected);
    }
  }

  /**
   * That no library has changed since a revision that somebody has seen.
   *
   * @param expected the revision of the last event that changed one, or a later one
   * @throws RefusedException naming the revision of that event
   */
  public static void checkRevision(RegistryImage image, Revision expected) throws RefusedException {
    boolean changedSince = image.changed().compareTo(expected) > 0;
    if (changedSince || expected.compareTo(image.revision()) > 0) {
      throw RefusedException.stale(Bytes.of("the registry"), image.changed(), expected);
    }
  }

  /**
   * FUNCTION LOAD of a library that has been compiled.
   *
   * @throws RefusedException as {@link #checkName}, or if a function of it belongs to another
   *     library
   */
  public static Change.Load load(RegistryImage image, Library library, boolean replace)
      throws RefusedException {
    checkName(image, library.name(), replace);
    checkFunctions(image, library);
    return new Change.Load(library);
  }

  /**
   * FUNCTION DELETE.
   *
   * @throws RefusedException if there is no such library
   */
  public static Change.Delete delete(RegistryImage image, Bytes libraryName)
      throws RefusedException {
    if (image.library(libraryName).isEmpty()) {
      throw new RefusedException("Library not found");
    }
    return new Change.Delete(libraryName);
  }

  /** FUNCTION FLUSH, which is never refused. */
  public static Change.Flush flush() {
    return new Change.Flush();
  }

  /** Refuses a library with a function that belongs to a library of another name. */
  static void checkFunctions(RegistryImage image, Library library) throws RefusedException {
    for (FunctionSpec function : library.functions()) {
      RegisteredFunction present = image.function(function.name()).orElse(null);
      if (present != null && !present.library().library().name().equals(library.name())) {
        throw RefusedException.naming("Function ", function.name(), " already exists");
      }
    }
  }
}
