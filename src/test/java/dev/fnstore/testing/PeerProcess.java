package dev.fnstore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server program with a folder and a port, which it keeps when it is killed and started again.
 * What it prints goes to the file {@code output} in its folder.
 */
final class PeerProcess implements AutoCloseable {
  private static final long START_LIMIT_MS = 30_000;

  private final List<String> words;
  private final int port;
  private final Path folder;
  private volatile Process process;
  private volatile boolean isStopped;

  private PeerProcess(List<String> words, int port, Path folder) throws IOException {
    this.words = words;
    this.port = port;
    this.folder = folder;
    this.process = launch(words, folder);
    // a test run that is stopped must not leave servers behind
    Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
  }

  /**
   * Starts a program, and waits until it answers.
   *
   * @param words the program and its options
   * @param port where it will listen
   * @param folder its own, deleted when it is closed
   * @throws IOException if it ends, or does not answer in 30 seconds; the folder is then deleted
   */
  static PeerProcess start(List<String> words, int port, Path folder) throws IOException {
    PeerProcess started = new PeerProcess(words, port, folder);
    if (!started.awaitAnswer(deadline())) {
      IOException failure = started.failure();
      started.close();
      throw failure;
    }
    return started;
  }

  private static Process launch(List<String> words, Path folder) throws IOException {
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
        .start();
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
  }

  private boolean awaitAnswer(long deadline) {
    while (process.isAlive() && System.nanoTime() - deadline < 0) {
      try (RespConnection connection = RespConnection.open(port)) {
        connection.call("PING");
        return process.isAlive();
      } catch (UncheckedIOException notYet) {
        Polling.pause();
      }
    }
    return false;
  }

  private IOException failure() throws IOException {
    return new IOException(
        words.get(0) + " did not start:\n" + Files.readString(folder.resolve("output")));
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  long pid() {
    return process.pid();
  }

  /** Whether it can answer: neither dead nor stopped. */
  boolean isRunning() {
    return process.isAlive() && !isStopped;
  }

  /** SIGKILL, for what it has forked too, and waits until it is gone. */
  void kill() {
    destroy();
    awaitEnd();
  }

  /** SIGTERM, and waits until it is gone. */
  void terminate() {
    process.destroy();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void destroy() {
    List<ProcessHandle> forks = process.descendants().toList();
    process.destroyForcibly();
    forks.forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * Kills it if it is alive, starts it again and waits until it answers. Where somebody has taken
   * its port meanwhile it is tried again for a while.
   */
  void restart() throws IOException {
    kill();
    long deadline = deadline();
    do {
      process = launch(words, folder);
      isStopped = false;
      if (awaitAnswer(deadline)) {
        return;
      }
      kill();
      Polling.pause();
    } while (System.nanoTime() - deadline < 0);
    throw failure();
  }

  /** SIGSTOP: its sockets stay open, and the system takes what they are sent. */
  void stop() throws IOException {
    signal("STOP");
    isStopped = true;
  }

  /** SIGCONT. */
  void cont() throws IOException {
    signal("CONT");
    isStopped = false;
  }

  /** By the shell, since not every machine has a program for it. */
  private void signal(String name) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (shell.waitFor() != 0) {
        throw new IOException("process " + pid() + " did not get SIG" + name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    if (Files.exists(folder)) {
      Folders.delete(folder);
    }
  }
}
