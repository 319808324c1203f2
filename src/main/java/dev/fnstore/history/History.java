package dev.fnstore.history;

import dev.fnstore.log.LogStore;
import dev.fnstore.registry.RegistryImage;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The way into the past of a log, for any thread. */
public final class History {
  private final LogStore log;
  private final Supplier<RegistryImage> newest;
  private final InstantSource clock;
  private final PastImages images = new PastImages();

  /**
   * The history of a log.
   *
   * @param newest the image of all that the log holds
   * @param clock the wall clock
   */
  public History(LogStore log, Supplier<RegistryImage> newest, InstantSource clock) {
    this.log = log;
    this.newest = newest;
    this.clock = clock;
  }

  /** The wall clock, in ms since 1970. */
  public long nowMs() {
    return clock.millis();
  }

  /** History as it is at this moment; the caller closes it. */
  public HistoryView view() {
    RegistryImage image = newest.get(); // first, so that the view holds all that it was made of
    return new HistoryView(
        log.view(), image, images, clock.millis(), log::checkFiles, log.storeId());
  }
}
