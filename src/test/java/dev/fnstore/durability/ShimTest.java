package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShimTest {
  @TempDir Path folder;

  @Test
  void shouldReadOnBehindTheHalfNoteOfAKilledProcess() throws InterruptedException, IOException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    makeFolder(shim.environment(), "first");
    Map<String, String> killed = shim.environment();
    makeFolder(killed, "second");
    cutOneByte(Path.of(killed.get("FNSTORE_DISK_TRACE")));
    makeFolder(shim.environment(), "third");

    List<Note> notes = shim.notes();
    assertThat(notes.stream().filter(note -> note.kind() == Note.Kind.FOLDER_MADE))
        .extracting(Note::name)
        .containsExactly("first", "third");
    assertThat(notes.stream().filter(note -> note.kind() == Note.Kind.STARTED)).hasSize(3);
  }

  private void makeFolder(Map<String, String> environment, String name)
      throws InterruptedException, IOException {
    ProcessBuilder program = new ProcessBuilder("mkdir", name);
    program.environment().putAll(environment);
    program.directory(folder.resolve("disk").toFile());
    assertThat(program.inheritIO().start().waitFor()).isZero();
  }

  private static void cutOneByte(Path trace) throws IOException {
    try (FileChannel channel = FileChannel.open(trace, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }
  }
}
