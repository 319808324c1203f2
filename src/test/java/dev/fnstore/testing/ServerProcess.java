package dev.fnstore.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An fnstore in a process of its own, to be killed. */
public final class ServerProcess implements AutoCloseable {
  private static final long START_LIMIT_SECONDS = 60;
  private static final String LAST_WORD = "fnstore stores in ";
  private static final String LISTENS = "fnstore listens on 127.0.0.1:";

  private final List<String> command;
  private final Process process;
  private final Queue<String> output = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private ServerProcess(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    Thread reader = new Thread(this::readOutput, "server-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one on a data folder and waits until it listens. */
  public static ServerProcess start(Path dataFolder, String... options) {
    return start(dataFolder, Map.of(), options);
  }

  /** As {@link #start(Path, String...)}, with more in its environment. */
  public static ServerProcess start(
      Path dataFolder, Map<String, String> environment, String... options) {
    ServerProcess started = launch(dataFolder, environment, options);
    started.awaitListening();
    return started;
  }

  /** Starts one that may open no more than so many descriptors. */
  public static ServerProcess startWithDescriptors(Path dataFolder, int descriptors) {
    ServerProcess started =
        launch(
            List.of("sh", "-c", "ulimit -n " + descriptors + " && exec \"$@\"", "sh"),
            List.of(),
            dataFolder,
            Map.of());
    started.awaitListening();
    return started;
  }

  /** Starts one whose Java gets these options too, such as a smaller heap. */
  public static ServerProcess startWithJava(Path dataFolder, String... javaOptions) {
    ServerProcess started = launch(List.of(), List.of(javaOptions), dataFolder, Map.of());
    started.awaitListening();
    return started;
  }

  /** Starts one on a port that stays free while it is down, for {@link #startAgain}. */
  public static ServerProcess startOnKeptPort(Path dataFolder, String... options) {
    ServerProcess started =
        run(command(List.of(), List.of(), FreePorts.next(), dataFolder, options), Map.of());
    started.awaitListening();
    return started;
  }

  /** The same once more, with its port, folder and options, after it has ended. */
  public ServerProcess startAgain() {
    ServerProcess started = run(command, Map.of());
    started.awaitListening();
    return started;
  }

  /** Starts one without waiting for it to listen, which it may never do. */
  public static ServerProcess launch(
      Path dataFolder, Map<String, String> environment, String... options) {
    return launch(List.of(), List.of(), dataFolder, environment, options);
  }

  private static ServerProcess launch(
      List<String> shell,
      List<String> javaOptions,
      Path dataFolder,
      Map<String, String> environment,
      String... options) {
    return run(command(shell, javaOptions, 0, dataFolder, options), environment);
  }

  private static List<String> command(
      List<String> shell, List<String> javaOptions, int port, Path dataFolder, String... options) {
    List<String> command = new ArrayList<>(shell);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m"));
    command.addAll(javaOptions);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "dev.fnstore.cli.Main",
            "server",
            "--port",
            Integer.toString(port),
            "--data-dir",
            dataFolder.toString()));
    command.addAll(List.of(options));
    return List.copyOf(command);
  }

  private static ServerProcess run(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new ServerProcess(command, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() {
    try {
      var unused = port.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      kill();
      throw new IllegalStateException("the server does not listen; it said:\n" + output(), e);
    }
  }

  private void readOutput() {
    int listensOn = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
        if (line.startsWith(LISTENS)) {
          listensOn = Integer.parseInt(line.substring(LISTENS.length()).trim());
        } else if (line.startsWith(LAST_WORD)) {
          port.complete(listensOn);
        }
      }
    } catch (IOException e) {
      output.add(e.toString());
    }
    port.completeExceptionally(new IllegalStateException("it ended"));
  }

  public int port() {
    return port.join();
  }

  public long pid() {
    return process.pid();
  }

  public RespConnection connect() {
    return RespConnection.open(port());
  }

  /** Everything that it has printed. */
  public String output() {
    return String.join("\n", output);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /**
   * SIGTERM, and waits until it is gone.
   *
   * @return its exit code
   */
  public int terminate() {
    process.destroy();
    return awaitExit();
  }

  /** Waits until it has ended by itself. */
  public int awaitExit() {
    try {
      if (!process.waitFor(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server does not end; it said:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
