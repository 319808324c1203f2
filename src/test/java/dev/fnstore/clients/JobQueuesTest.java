package dev.fnstore.clients;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Queues of jobs that many use run unchanged: no job is lost, and none is done once too often. */
final class JobQueuesTest {
  private static final int ENDS = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldServeBeeQueue(Side side) {
    try (Side.Running server = side.start(folder)) {
      ClientPrograms.runNode("bee-queue.js", "bee-queue", words(server.port()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldServeBullmq(Side side) {
    try (Side.Running server = side.start(folder)) {
      ClientPrograms.runNode("bullmq.js", "bullmq", words(server.port()));
    }
  }

  @ParameterizedTest
  @CsvSource({"FNSTORE,KILLED", "FNSTORE,ORDERLY", "VALKEY,KILLED", "VALKEY,ORDERLY"})
  void shouldServeBeeQueueOverEndsOfTheServer(Side side, EndingServer.End end) {
    try (EndingServer server = EndingServer.start(side, folder, end);
        RunningProgram program =
            ClientPrograms.startNode("bee-queue-restart.js", "bee-queue", words(server.port()))) {
      for (int i = 1; i <= ENDS; i++) {
        program.awaitLine("end the server", i);
        server.endAndStart();
      }
      program.awaitCompletion();
    }
  }

  private static List<String> words(int port) {
    return List.of(Integer.toString(port));
  }
}
