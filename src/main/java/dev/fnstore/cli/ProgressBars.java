package dev.fnstore.cli;

import dev.fnstore.history.Progress;
import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Bars for work that takes longer than people like to wait without a word. */
final class ProgressBars implements Progress {
  private static final int WIDTH = 78;

  private final PrintStream out;
  private final Duration patience;

  /**
   * Bars on a terminal.
   *
   * @param patience work that is done by then gets none
   */
  ProgressBars(PrintStream out, Duration patience) {
    this.out = out;
    this.patience = patience;
  }

  @Override
  public Work begin(String what, long first, long last) {
    return new Bar(what, first, last);
  }

  private final class Bar implements Work {
    private final String what;
    private final long first;
    private final long last;
    private final long begunNanos = System.nanoTime();
    private @Nullable ProgressBar bar;

    Bar(String what, long first, long last) {
      this.what = what;
      this.first = first;
      this.last = last;
    }

    @Override
    public void accept(long number) {
      ProgressBar shown = bar;
      if (shown != null) {
        shown.stepTo(number - first);
        return;
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begunNanos);
      if (elapsed.compareTo(patience) >= 0) {
        bar = show(number - first, elapsed);
      }
    }

    private ProgressBar show(long done, Duration elapsed) {
      return new ProgressBarBuilder()
          .setTaskName(what)
          .setInitialMax(last - first)
          .startsFrom(done, elapsed)
          .setStyle(ProgressBarStyle.ASCII)
          .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
          .build();
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
