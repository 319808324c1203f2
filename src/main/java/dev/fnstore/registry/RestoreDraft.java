package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the libraries of a payload beside the image, and joins them with it only once all of
 * them are known to be good: FUNCTION RESTORE is whole or nothing.
 */
public final class RestoreDraft {
  private final List<Library> libraries = new ArrayList<>();
  private RegistryImage scratch = RegistryImage.EMPTY;

  /**
   * Checks a name before its library is compiled.
   *
   * @throws RefusedException if the payload had a library of this name before
   */
  public void checkName(Bytes libraryName) throws RefusedException {
    Decider.checkName(scratch, libraryName, false);
  }

  /**
   * Adds the payload's next library.
   *
   * @throws RefusedException if it collides with one that the payload had before
   */
  public void add(Library library) throws RefusedException {
    Decider.load(scratch, library, false);
    scratch = scratch.with(new RegisteredLibrary(library, Revision.ZERO, Revision.ZERO, 1));
    libraries.add(library);
  }

  /**
   * Joins what was collected with {@code image}.
   *
   * @throws RefusedException if a library, or a function of another library, is there already
   */
  public Change.Restore decide(
      RegistryImage image, RestorePolicy policy, int rdbVersion, Digest payloadDigest)
      throws RefusedException {
    if (policy == RestorePolicy.APPEND) {
      for (Library library : libraries) {
        if (image.library(library.name()).isPresent()) {
          throw RefusedException.naming("Library ", library.name(), " already exists");
        }
      }
    }
    if (policy != RestorePolicy.FLUSH) {
      checkAgainstSurvivors(image);
    }
    return new Change.Restore(policy, rdbVersion, payloadDigest, libraries);
  }

  /** Survivors are the libraries of the image that the payload does not replace. */
  private void checkAgainstSurvivors(RegistryImage image) throws RefusedException {
    for (Library library : libraries) {
      for (var function : library.functions()) {
        var present = image.function(function.name());
        if (present.isPresent() && survives(present.get().library())) {
          throw RefusedException.naming("Function ", function.name(), " already exists");
        }
      }
    }
  }

  private boolean survives(RegisteredLibrary library) {
    return scratch.library(library.library().name()).isEmpty();
  }
}
