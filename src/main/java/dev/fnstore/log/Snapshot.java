package dev.fnstore.log;

import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image as it is stored.
 *
 * @param head where the log ended for it; its digest ties the snapshot to its history
 * @param changed the revision of the last event that changed a library; null in snapshots of format
 *     1, which do not say
 * @param libraries in the byte order of their names
 * @param tags in the byte order of their names
 * @param targets in the byte order of their names
 */
public record Snapshot(
    Head head,
    @Nullable Revision changed,
    List<RegisteredLibrary> libraries,
    List<Tag> tags,
    List<RegisteredTarget> targets) {
  public Snapshot {
    targets = List.copyOf(targets);
    libraries = List.copyOf(libraries);
    tags = List.copyOf(tags);
  }
}
