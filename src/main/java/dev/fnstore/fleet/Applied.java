package dev.fnstore.fleet;

import dev.fnstore.model.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What APPLY did.
 *
 * @param revision of the image that was to be deployed
 * @param nodes addresses of those that needed something
 * @param error why it was undone; null: it is deployed
 */
public record Applied(Revision revision, List<String> nodes, @Nullable String error) {
  public Applied {
    nodes = List.copyOf(nodes);
  }
}
