package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RestorePolicy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What changes do to libraries. */
public final class Effects {
  private Effects() {}

  /**
   * What {@code change} did from one image to the next, an effect for each library that it loaded
   * or removed, in the byte order of their names.
   */
  public static List<Effect> of(Change change, RegistryImage image, RegistryImage after) {
    return touched(image, change).stream().map(name -> effect(name, image, after)).toList();
  }

  private static Set<Bytes> touched(RegistryImage image, Change change) {
    Set<Bytes> names = new TreeSet<>();
    change.libraries().stream().map(Library::name).forEach(names::add);
    if (change instanceof Change.Delete delete) {
      names.add(delete.libraryName());
    } else if (change instanceof Change.Rollback rollback) {
      names.addAll(rollback.removed());
    } else if (change instanceof Change.Flush
        || (change instanceof Change.Restore restore && restore.policy() == RestorePolicy.FLUSH)) {
      image.libraries().forEach(library -> names.add(library.library().name()));
    }
    return names;
  }

  private static Effect effect(Bytes name, RegistryImage image, RegistryImage after) {
    RegisteredLibrary left = after.library(name).orElse(null);
    return new Effect(
        name,
        digest(image.library(name).orElse(null)),
        digest(left),
        left == null ? 0 : left.version());
  }

  private static @Nullable Digest digest(@Nullable RegisteredLibrary library) {
    return library == null ? null : library.library().digest();
  }
}
