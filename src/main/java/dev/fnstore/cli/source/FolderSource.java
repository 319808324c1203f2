package dev.fnstore.cli.source;

import dev.fnstore.history.History;
import dev.fnstore.history.Progress;
import dev.fnstore.history.Recovery;
import dev.fnstore.history.RecoveryPlan;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogStore;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.command.StoredFunctions;
import java.nio.file.Path;
import java.time.InstantSource;

/** The data folder of a stopped server, ours until closed. Only what reads is answered. */
public final class FolderSource implements Source {
  private final DataFolder folder;
  private final LogStore log;
  private final StoredFunctions functions;
  private final Progress.Work verification;

  private FolderSource(DataFolder folder, LogStore log, RegistryImage newest, Progress progress) {
    this.folder = folder;
    this.log = log;
    this.verification =
        progress.begin(
            "Verifying",
            log.events().base().revision().number(),
            log.events().head().revision().number());
    this.functions =
        new StoredFunctions(new History(log, () -> newest, InstantSource.system()), verification);
  }

  /** Gives the image that the log ends with. */
  private interface Recoverer {
    RegistryImage recover(LogStore log);
  }

  /**
   * A folder to read in.
   *
   * @throws SourceException if there is no log in it, a server has it, or it is damaged
   */
  public static FolderSource toRead(Path path, Progress progress) throws SourceException {
    return open(path, progress, log -> recover(log, progress));
  }

  /**
   * A folder to be verified, where only FUNCTION VERIFY is answered: that makes its images itself,
   * and what it is there to find must not stop it before it begins.
   *
   * @throws SourceException if there is no log in it, a server has it, or it cannot be opened
   */
  public static FolderSource toVerify(Path path, Progress progress) throws SourceException {
    return open(path, progress, log -> RegistryImage.EMPTY);
  }

  private static FolderSource open(Path path, Progress progress, Recoverer recoverer)
      throws SourceException {
    if (!DataFolder.hasLog(path)) {
      throw new SourceException(
          "there is no event log in "
              + path
              + ". Name the folder of a server that has run with"
              + " --data-dir.");
    }
    DataFolder folder = null;
    LogStore log = null;
    try {
      folder = DataFolder.open(path);
      log = LogStore.open(folder);
      return new FolderSource(folder, log, recoverer.recover(log), progress);
    } catch (LogException e) {
      if (log != null) {
        log.close();
      }
      if (folder != null) {
        folder.close();
      }
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }

  private static RegistryImage recover(LogStore log, Progress progress) {
    RecoveryPlan plan = Recovery.plan(log);
    try (Progress.Work replay =
        progress.begin("Replaying", plan.base().revision().number(), plan.last().number())) {
      return Recovery.run(log, plan, replay).image();
    }
  }

  @Override
  public Reply ask(Request request) throws SourceException {
    try {
      Reply reply = functions.answer(request.words());
      if (reply instanceof Reply.ErrorReply error) {
        throw SourceException.of(error);
      }
      return reply;
    } catch (LogException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    verification.close();
    log.close();
    folder.close();
  }
}
