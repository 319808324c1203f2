package dev.fnstore.server.dispatch;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The clients that are connected, by id, which is the order in which they came. For any thread. */
public final class Clients {
  private final Map<Long, Client> connected = new ConcurrentSkipListMap<>();

  public void add(Client client) {
    connected.put(client.id(), client);
  }

  public void remove(Client client) {
    connected.remove(client.id());
  }

  public Optional<Client> find(long id) {
    return Optional.ofNullable(connected.get(id));
  }

  /** A view, in the order of ids. */
  public Collection<Client> all() {
    return Collections.unmodifiableCollection(connected.values());
  }
}
