package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptEngine;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.history.AuditEntry;
import dev.fnstore.history.History;
import dev.fnstore.history.Recovery;
import dev.fnstore.history.RecoveryPlan;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogEntry;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogStore;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.payload.PayloadException;
import dev.fnstore.payload.PayloadLimits;
import dev.fnstore.payload.PayloadReader;
import dev.fnstore.registry.Decider;
import dev.fnstore.registry.LibraryHeader;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.registry.RestoreDraft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's single writer. A change is decided against the pending image and staged; {@link
 * #commit} puts all that is staged on disk with one sync and publishes the image. Between the two,
 * the same thread already sees the pending image.
 *
 * <p>All methods but {@link #published}, {@link #pending} and {@link #head} belong to one thread.
 */
public final class FunctionStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionStore.class);

  private static final long MAX_STAGED_BYTES = 16 << 20;

  /**
   * What one payload may unpack to: a library as long as a bulk string, 2 GB in all, and no more
   * than the heap can hold beside what else is there.
   */
  private static final PayloadLimits PAYLOAD_LIMITS =
      new PayloadLimits(
          (int) Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 16),
          Math.min(2L << 30, Runtime.getRuntime().maxMemory() / 8));

  private final DataFolder folder;
  private final LogStore log;
  private final DiskGuard disk;
  private final EventClock clock;
  private final CodeCache code;
  private final LibraryResolver resolver;
  private final PayloadResolver payloads;
  private final RunningLibraries running;
  private final SnapshotTaker snapshots;
  private final Compactions compactions;
  private final History history;
  private final StoreFigures figures;
  private final ImageDumps dumps = new ImageDumps();

  private volatile StagedChanges staged;
  private volatile RegistryImage published;

  private final HistoryChanges historyChanges;
  private final TargetChanges targetChanges;

  private LongConsumer onSync = durationNanos -> {};
  private Consumer<List<AuditEntry>> onCommit = entries -> {};
  private Consumer<RegistryImage> onStage = image -> {};

  private FunctionStore(
      DataFolder folder,
      LogStore log,
      RegistryImage image,
      long replayed,
      Engines engines,
      StoreOptions options) {
    this.folder = folder;
    this.log = log;
    this.disk = new DiskGuard(folder, options.minFreeDiskBytes());
    this.clock = new EventClock(options.clock(), log.events().head().orderTimeMs());
    this.code = new CodeCache(engines);
    this.resolver = new LibraryResolver(engines, code);
    this.payloads = new PayloadResolver(engines, resolver);
    this.running = new RunningLibraries(code, this::source);
    this.snapshots = new SnapshotTaker(log.snapshots(), replayed);
    this.staged = new StagedChanges(image);
    this.published = image;
    this.history = new History(log, this::published, options.clock());
    this.compactions = new Compactions(log, history);
    this.figures = new StoreFigures(log, snapshots, compactions, code, running);
    BiConsumer<Change, Intent> withoutSources = (change, intent) -> stage(change, intent, Map.of());
    this.historyChanges =
        new HistoryChanges(
            this::pending, withoutSources, disk, running, compactions, compactions.decidedBase());
    this.targetChanges = new TargetChanges(this::pending, withoutSources, disk);
    compactions.resume();
  }

  /**
   * Opens the store of a data folder and recovers its newest image.
   *
   * @throws dev.fnstore.log.LogException if the folder is in use, cannot be written, or its log is
   *     damaged
   */
  public static FunctionStore open(StoreOptions options, Engines engines) {
    DataFolder folder = DataFolder.open(options.dataFolder());
    LogStore log = null;
    try {
      if (folder.holdsBackups()) {
        throw new LogException(
            folder.path()
                + " holds backups, which no server is to write to. Bring one back to a folder of its"
                + " own: fnstore restore-backup "
                + folder.path()
                + " --data-dir FOLDER");
      }
      log = LogStore.open(folder);
      RecoveryPlan plan = Recovery.plan(log);
      Recovery.Recovered recovered = recover(log, plan);
      return new FunctionStore(folder, log, recovered.image(), plan.eventCount(), engines, options);
    } catch (RuntimeException e) {
      if (log != null) {
        log.close();
      }
      folder.close();
      throw e;
    }
  }

  private static Recovery.Recovered recover(LogStore log, RecoveryPlan plan) {
    plan.passedOver().forEach(reason -> LOG.warn("A snapshot is passed over: {}", reason));
    LOG.info("Recovery plan: {}", plan);
    Recovery.Recovered recovered = Recovery.run(log, plan);
    LOG.info(
        "Recovered revision {}: {} libraries, {} functions",
        recovered.head().revision(),
        recovered.image().libraryCount(),
        recovered.image().functionCount());
    return recovered;
  }

  /** The image of all that has been committed; for any thread. */
  public RegistryImage published() {
    return published;
  }

  /** The past; for any thread. */
  public History history() {
    return history;
  }

  /** What else is staged than changes of libraries that clients send. */
  public HistoryChanges historyChanges() {
    return historyChanges;
  }

  /** What is staged of targets. */
  public TargetChanges targetChanges() {
    return targetChanges;
  }

  /** Where the log ends; for any thread. */
  public Head head() {
    return log.events().head();
  }

  /** What it holds and has done. */
  public StoreFigures figures() {
    return figures;
  }

  /** The image with what is staged; for any thread. */
  public RegistryImage pending() {
    return staged.image();
  }

  /** The text of a library of the pending image. */
  public Bytes source(Digest digest) {
    return staged.source(digest).orElseGet(() -> log.code().source(digest));
  }

  /**
   * Stages FUNCTION LOAD.
   *
   * @return the library's name
   * @throws RefusedException with Valkey's text; nothing is staged
   */
  public Bytes load(Bytes source, boolean replace, Intent intent) throws RefusedException {
    disk.check(source.length());
    LibraryHeader header = LibraryHeader.parse(source);
    ScriptEngine engine = resolver.engine(header);
    intent.checkRevision(pending(), header.name());
    Decider.checkName(pending(), header.name(), replace);
    Library library = resolver.resolve(header, engine, source);
    Change.Load change = Decider.load(pending(), library, replace);
    stage(change, intent, Map.of(library.digest(), source));
    running.forget(library.name());
    return library.name();
  }

  /**
   * Stages FUNCTION DELETE.
   *
   * @throws RefusedException with Valkey's text; nothing is staged
   */
  public void delete(Bytes libraryName, Intent intent) throws RefusedException {
    disk.check(0);
    intent.checkRevision(pending(), libraryName);
    stage(Decider.delete(pending(), libraryName), intent, Map.of());
    running.forget(libraryName);
  }

  /**
   * Stages FUNCTION FLUSH.
   *
   * @throws RefusedException if the disk is nearly full, or the intent's condition does not hold
   */
  public void flush(Intent intent) throws RefusedException {
    disk.check(0);
    intent.checkRevision(pending());
    stage(Decider.flush(), intent, Map.of());
    running.clear();
  }

  /**
   * Stages FUNCTION RESTORE: all libraries of the payload or none.
   *
   * @param checked whether the payload's checksum counts
   * @throws RefusedException with Valkey's text; nothing is staged
   */
  public void restore(Bytes payload, RestorePolicy policy, boolean checked, Intent intent)
      throws RefusedException {
    disk.check(payload.length());
    intent.checkRevision(pending());
    Map<Digest, Bytes> sources = new HashMap<>();
    Change.Restore change = draft(payload, policy, checked, sources);
    disk.check(sources.values().stream().mapToLong(Bytes::length).sum());
    stage(change, intent, sources);
    if (policy == RestorePolicy.FLUSH) {
      running.clear();
    } else {
      change.libraries().forEach(library -> running.forget(library.name()));
    }
  }

  private Change.Restore draft(
      Bytes payload, RestorePolicy policy, boolean checked, Map<Digest, Bytes> sources)
      throws RefusedException {
    try {
      PayloadReader reader =
          checked
              ? PayloadReader.open(payload, PAYLOAD_LIMITS)
              : PayloadReader.openUnchecked(payload, PAYLOAD_LIMITS);
      RestoreDraft draft = payloads.resolve(reader, sources);
      return draft.decide(pending(), policy, reader.rdbVersion(), Digest.of(payload));
    } catch (PayloadException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private void stage(Change change, Intent intent, Map<Digest, Bytes> sources) {
    staged.add(change, clock.next(), intent, sources);
    onStage.accept(staged.image());
  }

  /** Whether so much is staged that it should be committed before more is. */
  public boolean isFull() {
    return staged.sourceBytes() > MAX_STAGED_BYTES;
  }

  /** Has {@code listener} told how long each sync took, in ns, on the thread that commits. */
  public void onSync(LongConsumer listener) {
    onSync = listener;
  }

  /** Has {@code listener} told the pending image, after each change, by who makes it. */
  public void onStage(Consumer<RegistryImage> listener) {
    onStage = listener;
  }

  /** Has {@code listener} told of events, in their order, on the thread that has committed them. */
  public void onCommit(Consumer<List<AuditEntry>> listener) {
    onCommit = listener;
  }

  /** Whether a commit has something to do. */
  public boolean hasStaged() {
    return !staged.isEmpty();
  }

  /**
   * Puts all that is staged on disk and publishes it.
   *
   * @throws dev.fnstore.log.LogException if that is not certain: the caller acknowledges nothing
   *     and ends the server
   */
  public void commit() {
    if (staged.isEmpty()) {
      return;
    }
    List<LogEntry> entries = staged.entries();
    List<Head> heads = log.events().append(entries, staged.sources());
    onSync.accept(log.events().lastSync().durationNanos());
    published = staged.image();
    staged.clear();
    entries.forEach(entry -> committed(entry.event().change()));
    snapshots.offer(published, heads.get(heads.size() - 1));
    onCommit.accept(audited(entries, heads));
  }

  private void committed(Change change) {
    snapshots.committed(change);
    if (change instanceof Change.Compact compact) {
      compactions.committed(compact);
    }
  }

  private static List<AuditEntry> audited(List<LogEntry> entries, List<Head> heads) {
    List<AuditEntry> audited = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      audited.add(AuditEntry.of(entries.get(i).event(), heads.get(i).digest()));
    }
    return audited;
  }

  /**
   * The payload of all libraries of the pending image.
   *
   * @throws RefusedException if it would be larger than a reply can be
   */
  public Bytes dump(int rdbVersion) throws RefusedException {
    return dumps.dump(pending(), this::source, rdbVersion);
  }

  /** As {@link #dump(int)}, of any image; for any thread. */
  public static Bytes dump(RegistryImage image, Function<Digest, Bytes> sources, int rdbVersion)
      throws RefusedException {
    return new ImageDumps().dump(image, sources, rdbVersion);
  }

  /**
   * The running instance of a library of the pending image.
   *
   * @throws ScriptException if it is started for the first time and does not start
   */
  public LibraryInstance instance(RegisteredLibrary library) throws ScriptException {
    return running.instance(library);
  }

  /**
   * Compiles a library of any image, to be run apart; for any thread.
   *
   * @throws RefusedException if its engine is not there, or does not compile it any more
   */
  public ApartLibrary compileApart(Library library, Bytes source) throws RefusedException {
    return resolver.compileApart(library, source);
  }

  /** The instance of a library of the pending image, or null if it would have to run for one. */
  public @Nullable LibraryInstance running(RegisteredLibrary library) {
    return running.find(library);
  }

  /** Commits, forgets all that is in memory and recovers it from disk. */
  public void reload() {
    commit();
    running.clear();
    code.clear();
    Recovery.Recovered recovered = recover(log, Recovery.plan(log));
    staged = new StagedChanges(recovered.image());
    published = recovered.image();
  }

  @Override
  public void close() {
    compactions.close();
    snapshots.close();
    log.close();
    folder.close();
  }
}
