package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.server.dispatch.ChangeListener;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.Intent;
import java.util.List;

/** Makes events of changes to users and parameters, so that the trail tells who made them. */
public final class ChangeTrail implements ChangeListener {
  private final FunctionStore store;

  public ChangeTrail(FunctionStore store) {
    this.store = store;
  }

  @Override
  public void changed(Client client, List<Bytes> words) {
    List<Bytes> told = words.subList(1, words.size());
    Change.Note note =
        words.get(0).equalsIgnoreCase("acl") ? new Change.Acl(told) : new Change.Config(told);
    store.historyChanges().note(note, Intent.of(client.actor()));
  }
}
