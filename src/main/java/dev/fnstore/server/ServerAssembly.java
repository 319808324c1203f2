package dev.fnstore.server;

import dev.fnstore.acl.Accounts;
import dev.fnstore.acl.AclText.AclTextException;
import dev.fnstore.acl.UserRules;
import dev.fnstore.data.DataException;
import dev.fnstore.data.DataFsync;
import dev.fnstore.data.KeyStore;
import dev.fnstore.data.KeysInMemory;
import dev.fnstore.data.KeysOnDisk;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.HeapGuard;
import dev.fnstore.engine.ScriptEngine;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.fleet.Fleet;
import dev.fnstore.fleet.FleetOptions;
import dev.fnstore.keyspace.DataCommand;
import dev.fnstore.keyspace.DataCommands;
import dev.fnstore.keyspace.Keyspace;
import dev.fnstore.keyspace.StreamLimits;
import dev.fnstore.server.acl.AclFile.AclFileException;
import dev.fnstore.server.acl.AclLog;
import dev.fnstore.server.acl.ConfiguredUsers;
import dev.fnstore.server.acl.UserAdministration;
import dev.fnstore.server.command.AclChangeCommands;
import dev.fnstore.server.command.AclCommands;
import dev.fnstore.server.command.AclLogCommand;
import dev.fnstore.server.command.ChangeTrail;
import dev.fnstore.server.command.ChecksumSwitch;
import dev.fnstore.server.command.ClientCommands;
import dev.fnstore.server.command.ClientLine;
import dev.fnstore.server.command.ClusterCommands;
import dev.fnstore.server.command.CommandCommands;
import dev.fnstore.server.command.CommandLogCommands;
import dev.fnstore.server.command.ConfigCommands;
import dev.fnstore.server.command.ConnectionCommands;
import dev.fnstore.server.command.DebugCommand;
import dev.fnstore.server.command.EvalCommands;
import dev.fnstore.server.command.EventFeed;
import dev.fnstore.server.command.FcallCommand;
import dev.fnstore.server.command.FunctionCommands;
import dev.fnstore.server.command.LatencyCommands;
import dev.fnstore.server.command.LolwutCommand;
import dev.fnstore.server.command.MemoryCommands;
import dev.fnstore.server.command.ModuleCommands;
import dev.fnstore.server.command.MonitorCommand;
import dev.fnstore.server.command.ObjectCommands;
import dev.fnstore.server.command.PersistenceCommands;
import dev.fnstore.server.command.PubSubCommands;
import dev.fnstore.server.command.ReplicationCommands;
import dev.fnstore.server.command.ScriptCommands;
import dev.fnstore.server.command.ServerCommands;
import dev.fnstore.server.command.StreamContainers;
import dev.fnstore.server.command.TargetCommands;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Access;
import dev.fnstore.server.dispatch.ChangeListener;
import dev.fnstore.server.dispatch.Clients;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.dispatch.Dispatcher;
import dev.fnstore.server.dispatch.KeyWrites;
import dev.fnstore.server.dispatch.MemoryGauge;
import dev.fnstore.server.dispatch.MemoryLimit;
import dev.fnstore.server.dispatch.Pause;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.dispatch.TransactionCommands;
import dev.fnstore.server.info.InfoReport;
import dev.fnstore.server.info.InfoSources;
import dev.fnstore.server.info.MemoryFigures;
import dev.fnstore.server.notify.BlockedClients;
import dev.fnstore.server.notify.KeyspaceEvents;
import dev.fnstore.server.notify.Monitors;
import dev.fnstore.server.notify.Notifications;
import dev.fnstore.server.notify.Subscriptions;
import dev.fnstore.server.notify.Tracking;
import dev.fnstore.server.notify.WatchedKeys;
import dev.fnstore.server.script.EvalScripts;
import dev.fnstore.server.script.FunctionStatistics;
import dev.fnstore.server.script.ScriptMonitor;
import dev.fnstore.server.script.ScriptRunner;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.StoreOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Puts the parts of a server together. The only place that knows them all. */
final class ServerAssembly {
  private static final int EXPIRY_BUDGET = 200;
  private static final long EXPIRY_PERIOD_MS = 100;

  private final ServerConfig config;
  private final InstantSource clock = InstantSource.system();
  private final Statistics statistics;
  private final FunctionStore store;
  private final Keyspace keyspace;
  private final KeyStore keys;
  private final ScriptMonitor monitor;
  private final Clients clients = new Clients();
  private final Notifications notifications;
  private final Accounts accounts;
  private final AclLog aclLog;
  private final ConfiguredUsers configuredUsers;
  private final CommandExecutor executor;
  private final Dispatcher dispatcher;
  private final FleetJournal journal;
  private final Fleet fleet;
  private final ScriptEngine lua;
  private final MemoryGauge memory = new MemoryGauge();
  private final MemoryLimit memoryLimit;
  private final KeyWrites keyWrites;
  private boolean heapWasFull;
  private long expiredMs;

  /**
   * Opens the store and prepares all that runs on it.
   *
   * @param onBusy called when a script has become busy
   * @param onFailure called when a change cannot be put on disk
   * @param onShutdown called when a client asks the server to end
   */
  ServerAssembly(
      ServerConfig config, Runnable onBusy, Consumer<Throwable> onFailure, Runnable onShutdown) {
    this.config = config;
    this.statistics = new Statistics(config);
    ServerIdentity identity = ServerIdentity.REFERENCE;
    this.lua = new LuaEngine(identity);
    this.store =
        FunctionStore.open(
            new StoreOptions(Path.of(config.dir()), clock, config::minFreeDiskBytes),
            new Engines(List.of(lua)));
    this.keyspace = new Keyspace(config.databases(), new SecureRandom().nextLong());
    keyspace.encodingLimits(config.data().encodings());
    keyspace.streamLimits(
        new StreamLimits(config.data()::streamNodeEntries, config.data()::streamNodeBytes));
    this.keys = openKeys();
    this.memoryLimit = new MemoryLimit(config, memory, keyspace);
    this.keyWrites = new KeyWrites(keys);
    HeapGuard.ofProcess().reserve(config::scriptMemoryReserveBytes);
    this.monitor =
        new ScriptMonitor(config::busyReplyThresholdMs, config::scriptTimeLimitMs, onBusy);
    CommandTable table = new CommandTable(statistics);
    Subscriptions subscriptions = new Subscriptions();
    this.notifications =
        new Notifications(
            new Monitors(clock),
            new Tracking(clients, subscriptions, config::maxTrackedKeys),
            new WatchedKeys(keyspace::expire),
            subscriptions,
            new BlockedClients(keyspace::isReady),
            new KeyspaceEvents(config::keyEvents, subscriptions));
    keyspace.listener(notifications);
    Pause pause = new Pause();
    this.accounts = new Accounts(new UserRules(table, config::newUsersHaveAllChannels));
    ClientLine clientLine = new ClientLine(notifications);
    this.aclLog =
        new AclLog(
            config::aclLogLength, clock, client -> clientLine.withoutEnd(client, clock.millis()));
    this.configuredUsers = new ConfiguredUsers(config, accounts);
    Access access = new Access(accounts, aclLog);
    ChangeListener changes = new ChangeTrail(store);
    this.dispatcher =
        new Dispatcher(
            table, config, statistics, memoryLimit, keyWrites, clock, pause, notifications, access);
    this.executor =
        new CommandExecutor(
            new Commits(store, keys),
            onFailure,
            this::keepHouse,
            notifications.tracking()::flush,
            () -> pause.isOn(clock.millis()),
            this::nanosToNextTimeout);
    this.journal = new FleetJournal(store, executor);
    this.fleet = new Fleet(journal, FleetOptions.of(config::targetIntervalMs, clock));
    EventFeed feed = new EventFeed(subscriptions);
    store.onCommit(
        entries -> {
          feed.committed(entries);
          fleet.changed(store.published());
        });
    FunctionStatistics functions = new FunctionStatistics();
    store.onStage(functions::retain);
    ScriptRunner runner =
        new ScriptRunner(store, () -> dispatcher, statistics, monitor, executor, functions);
    EvalScripts scripts = new EvalScripts(lua);
    ChecksumSwitch checksums = new ChecksumSwitch();

    new FunctionCommands(store, config, monitor, runner, checksums).addTo(table);
    new TargetCommands(store, fleet, clock).addTo(table);
    new ScriptCommands(scripts, monitor).addTo(table);
    new ClientCommands(clients, notifications, pause, accounts).addTo(table);
    new PubSubCommands(subscriptions).addTo(table);
    table.add(MonitorCommand.of(notifications.monitors()));
    new ConfigCommands(config, statistics, keyspace, scripts, functions, changes).addTo(table);
    new CommandCommands(table).addTo();
    table.addAll(FcallCommand.all(store, runner));
    table.addAll(new EvalCommands(scripts, runner).all());
    table.addAll(new ConnectionCommands(config, access, identity, notifications::forget).all());
    table.addAll(
        new TransactionCommands(() -> dispatcher, executor, notifications.watched()).all());
    table.add(new DebugCommand(store, runner, checksums, this::isDatasetEmpty));
    MemoryFigures figures = new MemoryFigures(store, keyspace, scripts, memory);
    InfoReport info =
        new InfoReport(
            new InfoSources(
                store,
                keyspace,
                keys,
                scripts,
                config,
                statistics,
                functions,
                figures,
                identity,
                notifications,
                aclLog,
                fleet));
    table.addAll(new ServerCommands(info, monitor, onShutdown).all());
    DataCommands.all().forEach(command -> table.add(dataCommand(command)));
    addSurface(table, figures);
    addUsers(table, changes);
  }

  private KeyStore openKeys() {
    if (!config.isDataOnDisk()) {
      return new KeysInMemory();
    }
    try {
      return KeysOnDisk.open(
          Path.of(config.dir()),
          keyspace,
          () -> DataFsync.named(config.dataFsync()),
          config::minFreeDiskBytes);
    } catch (DataException e) {
      store.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private void addUsers(CommandTable table, ChangeListener changes) {
    UserAdministration administration =
        new UserAdministration(accounts, clients, notifications.subscriptions());
    List<Command> changing =
        new ArrayList<>(
            new AclChangeCommands(accounts, administration, configuredUsers, changes).all());
    changing.add(AclLogCommand.of(aclLog));
    new AclCommands(accounts).addTo(table, changing);
  }

  /**
   * Reads the users that are configured; before clients come.
   *
   * @throws StartException naming what is wrong with the ACL file
   */
  void loadUsers() {
    try {
      configuredUsers.load();
    } catch (AclFileException | AclTextException e) {
      throw new StartException(
          "the users cannot be loaded: "
              + String.valueOf(e.getMessage()).strip()
              + " Mend the file that aclfile names, or start without it.",
          e);
    }
  }

  /** What operators and clients ask of a server, beside what it is for. */
  private void addSurface(CommandTable table, MemoryFigures figures) {
    store.onSync(nanos -> statistics.latency().took("fsync", nanos, clock.millis()));
    new ClusterCommands().addTo(table);
    new CommandLogCommands(statistics).addTo(table);
    new LatencyCommands(statistics, table).addTo();
    new MemoryCommands(figures, this::dataCommand).addTo(table);
    new ModuleCommands().addTo(table);
    new ObjectCommands(this::dataCommand).addTo(table);
    new StreamContainers(this::dataCommand).addTo(table);
    table.add(new LolwutCommand(InfoReport.fnstoreVersion()));
    table.addAll(new ReplicationCommands().all());
    table.addAll(new PersistenceCommands(store, keys, this::isDatasetEmpty, clock.millis()).all());
  }

  private Command dataCommand(DataCommand command) {
    return new KeyspaceCommand(keyspace, keyWrites, command);
  }

  private boolean isDatasetEmpty(long nowMs) {
    for (int database = 0; database < config.databases(); database++) {
      if (keyspace.size(database, nowMs) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Between batches. */
  private void keepHouse() {
    BlockedClients blocked = notifications.blocked();
    blocked.timeOut(clock.millis());
    expireSome();
    if (blocked.hasReady()) {
      blocked.serve(clock.millis());
    }
  }

  private long nanosToNextTimeout() {
    OptionalLong endMs = notifications.blocked().nextEndMs();
    if (endMs.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long ms = Math.max(0, endMs.getAsLong() + 1 - clock.millis()); // the last ms is not over yet
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }

  /** Keys that nobody asks for any more must go too. */
  private void expireSome() {
    long nowMs = clock.millis();
    if (nowMs - expiredMs >= EXPIRY_PERIOD_MS || nowMs < expiredMs) {
      expiredMs = nowMs;
      statistics.look(System.nanoTime());
      var unused = keyspace.expireSome(nowMs, EXPIRY_BUDGET);
      memoryLimit.makeRoom();
      relieveHeap(nowMs);
    }
  }

  /**
   * A heap that has become full may be full of what libraries keep; while it is, nothing is called
   * that would show it.
   */
  private void relieveHeap(long nowMs) {
    boolean isFull = memory.isHeapNearlyFull(nowMs);
    if (isFull && !heapWasFull) {
      lua.letGo();
      memory.collectNow();
    }
    heapWasFull = isFull;
  }

  Accounts accounts() {
    return accounts;
  }

  Statistics statistics() {
    return statistics;
  }

  Clients clients() {
    return clients;
  }

  Notifications notifications() {
    return notifications;
  }

  Fleet fleet() {
    return fleet;
  }

  FleetJournal journal() {
    return journal;
  }

  Keyspace keyspace() {
    return keyspace;
  }

  KeyStore keys() {
    return keys;
  }

  FunctionStore store() {
    return store;
  }

  ScriptMonitor monitor() {
    return monitor;
  }

  CommandExecutor executor() {
    return executor;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }
}
