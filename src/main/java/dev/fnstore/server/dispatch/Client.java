package dev.fnstore.server.dispatch;

import dev.fnstore.acl.Account;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
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
  private final @Nullable Client caller;
  private final long connectedMs;
  private ClientLink link = ClientLink.NONE;
  private final Account defaultAccount;
  private volatile Account account;
  private volatile boolean authenticated;
  private boolean executing;
  private Bytes name = Bytes.EMPTY;
  private Bytes libraryName = Bytes.EMPTY;
  private Bytes libraryVersion = Bytes.EMPTY;
  private Protocol protocol = Protocol.RESP2;
  private int database;
  private @Nullable Transaction transaction;
  private boolean closing;
  private Replies replies = Replies.ON;
  private boolean noEvict;
  private boolean noTouch;
  private boolean redirectable;
  private volatile int subscriptions;
  private @Nullable CommandSpec lastCommand;
  private long lastCommandMs;
  private long commands;

  /** Which replies the client gets; CLIENT REPLY. */
  public enum Replies {
    ON,
    OFF,
    /** Not that to the next command, which is still to come. */
    SKIP_NEXT,
    /** Not that to the command that runs. */
    SKIP
  }

  private Client(
      long id,
      Bytes address,
      Bytes localAddress,
      boolean local,
      long connectedMs,
      Account defaultAccount,
      @Nullable Client caller) {
    this.id = id;
    this.address = address;
    this.localAddress = localAddress;
    this.local = local;
    this.connectedMs = connectedMs;
    this.lastCommandMs = connectedMs;
    this.caller = caller;
    this.defaultAccount = defaultAccount;
    this.account = defaultAccount;
    this.authenticated = defaultAccount.user().isOpen();
  }

  /**
   * A client that has just connected.
   *
   * @param local whether it is on this machine
   * @param nowMs in ms since 1970
   * @param defaultAccount the user that it is until it says who it is
   */
  public static Client connected(
      long id,
      Bytes address,
      Bytes localAddress,
      boolean local,
      long nowMs,
      Account defaultAccount) {
    return new Client(id, address, localAddress, local, nowMs, defaultAccount, null);
  }

  /** The client as whom a function's commands run: what they change of it ends with the run. */
  public Client forScript() {
    Client inner = new Client(id, address, localAddress, local, connectedMs, defaultAccount, this);
    inner.account = account;
    inner.authenticated = authenticated;
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
    return caller != null;
  }

  /** Who is connected: for a running function, who called it. */
  public Client connection() {
    return caller == null ? this : caller.connection();
  }

  /** The way to its connection. */
  public ClientLink link() {
    return link;
  }

  public void link(ClientLink newLink) {
    this.link = newLink;
  }

  /** When it connected, in ms since 1970. */
  public long connectedMs() {
    return connectedMs;
  }

  /** The name of its user. */
  public Bytes user() {
    return account.name();
  }

  /** Its user, as that is now. */
  public Account account() {
    return account;
  }

  /** It has shown that it is this user. */
  public void login(Account as) {
    account = as;
    authenticated = true;
  }

  /** Its user is gone: it is the default user, and has to say anew who it is. */
  public void logout() {
    account = defaultAccount;
    authenticated = false;
  }

  /** Whether it has shown who it is, or did not have to when it connected. */
  public boolean isAuthenticated() {
    return authenticated;
  }

  /** Whether it has to show who it is before it may do anything else. */
  public boolean isAuthRequired() {
    return !authenticated && !defaultAccount.user().isOpen();
  }

  /** Whether there is nothing that it may not do; cheap. */
  public boolean hasAllRights() {
    return authenticated && account.user().isUnrestricted();
  }

  /** Whether its transaction runs. */
  public boolean isExecuting() {
    return executing;
  }

  void executing(boolean on) {
    executing = on;
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

  public Replies replies() {
    return replies;
  }

  public void replies(Replies mode) {
    this.replies = mode;
  }

  /** Whether the command that has just run is answered; to be asked once for each. */
  public boolean takesReply() {
    boolean takes = replies == Replies.ON || replies == Replies.SKIP_NEXT;
    replies =
        switch (replies) {
          case ON, SKIP -> Replies.ON;
          case SKIP_NEXT -> Replies.SKIP;
          case OFF -> Replies.OFF;
        };
    return takes;
  }

  /** CLIENT NO-EVICT: it is not cut off for the memory that clients take together. */
  public boolean isNoEvict() {
    return noEvict;
  }

  public void noEvict(boolean on) {
    this.noEvict = on;
  }

  /** CLIENT NO-TOUCH: kept and shown; there is no order of last use here that it would change. */
  public boolean isNoTouch() {
    return noTouch;
  }

  public void noTouch(boolean on) {
    this.noTouch = on;
  }

  /** CLIENT CAPA REDIRECT. */
  public boolean isRedirectable() {
    return redirectable;
  }

  public void redirectable(boolean on) {
    this.redirectable = on;
  }

  /** How many channels and patterns it has subscribed to. */
  public int subscriptions() {
    return subscriptions;
  }

  public void subscriptions(int count) {
    this.subscriptions = count;
  }

  /** Whether it may call little else than to subscribe: messages come between its replies. */
  public boolean isSubscriber() {
    return subscriptions > 0 && protocol == Protocol.RESP2;
  }

  /** A command of it has begun. */
  void begins(CommandSpec command, long nowMs) {
    lastCommand = command;
    lastCommandMs = nowMs;
    commands++;
  }

  /** What it called last, or null. */
  public @Nullable CommandSpec lastCommand() {
    return lastCommand;
  }

  /** When it called that, or connected, in ms since 1970. */
  public long lastCommandMs() {
    return lastCommandMs;
  }

  /** How many commands it has called. */
  public long commands() {
    return commands;
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
    account = defaultAccount;
    authenticated = defaultAccount.user().isOpen();
    name = Bytes.EMPTY;
    protocol = Protocol.RESP2;
    database = 0;
    transaction = null;
    if (replies == Replies.OFF) { // a reply that is to be skipped is RESET's own
      replies = Replies.ON;
    }
    noEvict = false;
    noTouch = false;
  }

  /** Who an event of this client is said to be by. */
  public Actor actor() {
    return new Actor(user(), address, name, libraryName, libraryVersion);
  }
}
