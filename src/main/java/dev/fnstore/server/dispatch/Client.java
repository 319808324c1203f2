package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Actor;
import dev.fnstore.resp.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * What the server knows of one client. Belongs to whoever holds the client's turn: the executor
 * thread, or an event loop while a script is busy.
 */
public final class Client {
  private final long id;
  private final Bytes address;
  private final Bytes localAddress;
  private final boolean local;
  private final boolean script;
  private Bytes user = Bytes.of("default");
  private Bytes name = Bytes.EMPTY;
  private Bytes libraryName = Bytes.EMPTY;
  private Bytes libraryVersion = Bytes.EMPTY;
  private Protocol protocol = Protocol.RESP2;
  private int database;
  private @Nullable Transaction transaction;
  private boolean closing;

  private Client(long id, Bytes address, Bytes localAddress, boolean local, boolean script) {
    this.id = id;
    this.address = address;
    this.localAddress = localAddress;
    this.local = local;
    this.script = script;
  }

  /**
   * A client that has just connected.
   *
   * @param local whether it is on this machine
   */
  public static Client connected(long id, Bytes address, Bytes localAddress, boolean local) {
    return new Client(id, address, localAddress, local, false);
  }

  /** The client as whom a function's commands run: what they change of it ends with the run. */
  public Client forScript() {
    Client inner = new Client(id, address, localAddress, local, true);
    inner.user = user;
    inner.name = name;
    inner.libraryName = libraryName;
    inner.libraryVersion = libraryVersion;
    inner.database = database;
    return inner;
  }

  public long id() {
    return id;
  }

  public Bytes address() {
    return address;
  }

  public Bytes localAddress() {
    return localAddress;
  }

  public boolean isLocal() {
    return local;
  }

  /** Whether this is a running function and not a connection. */
  public boolean isScript() {
    return script;
  }

  public Bytes user() {
    return user;
  }

  public Bytes name() {
    return name;
  }

  public void name(Bytes newName) {
    this.name = newName;
  }

  public Bytes libraryName() {
    return libraryName;
  }

  public void libraryName(Bytes newName) {
    this.libraryName = newName;
  }

  public Bytes libraryVersion() {
    return libraryVersion;
  }

  public void libraryVersion(Bytes version) {
    this.libraryVersion = version;
  }

  public Protocol protocol() {
    return protocol;
  }

  public void protocol(Protocol newProtocol) {
    this.protocol = newProtocol;
  }

  public int database() {
    return database;
  }

  public void database(int index) {
    this.database = index;
  }

  /** The transaction that MULTI began, or null. */
  public @Nullable Transaction transaction() {
    return transaction;
  }

  public void transaction(@Nullable Transaction newTransaction) {
    this.transaction = newTransaction;
  }

  /** The connection is to be closed once what it was answered has been sent. */
  public void close() {
    this.closing = true;
  }

  public boolean isClosing() {
    return closing;
  }

  /** Back to how a client is when it connects; RESET. */
  public void reset() {
    user = Bytes.of("default");
    name = Bytes.EMPTY;
    protocol = Protocol.RESP2;
    database = 0;
    transaction = null;
  }

  /** Who an event of this client is said to be by. */
  public Actor actor() {
    return new Actor(user, address, name, libraryName, libraryVersion);
  }
}
