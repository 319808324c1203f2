package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Target;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The part of the single writer that describes targets and keeps what is done to them. It belongs
 * to the thread of {@link FunctionStore}.
 */
public final class TargetChanges {
  private final Supplier<RegistryImage> pending;
  private final BiConsumer<Change, Intent> stage;
  private final DiskGuard disk;

  TargetChanges(Supplier<RegistryImage> pending, BiConsumer<Change, Intent> stage, DiskGuard disk) {
    this.pending = pending;
    this.stage = stage;
    this.disk = disk;
  }

  /**
   * Stages TARGET ADD.
   *
   * @param replace whether one of this name is described anew
   * @throws RefusedException if it cannot be added
   */
  public void add(Target target, boolean replace, Intent intent) throws RefusedException {
    disk.check(0);
    stage.accept(pending.get().targets().add(target, replace), intent);
  }

  /**
   * Stages TARGET REMOVE; its nodes keep what they hold.
   *
   * @throws RefusedException if there is none of this name
   */
  public void remove(Bytes name, Intent intent) throws RefusedException {
    disk.check(0);
    stage.accept(pending.get().targets().remove(name), intent);
  }

  /**
   * Stages that a deployment begins; its event has the revision of {@link FunctionStore#pending}.
   *
   * @throws RefusedException if its target has gone, or another one of it has not ended
   */
  public void begin(Deployment deployment, Intent intent) throws RefusedException {
    disk.check(deployment.steps().stream().mapToLong(step -> step.before().length()).sum());
    if (pending.get().targets().get(deployment.target()).unfinished() != null) {
      throw RefusedException.naming(
          "Target '", deployment.target(), "' is being changed: wait until that has ended");
    }
    stage.accept(new Change.DeployBegin(deployment), intent);
  }

  /** Stages how a deployment ended. */
  public void end(Change.DeployEnd end, Intent intent) {
    stage.accept(end, intent);
  }
}
