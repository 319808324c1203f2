package dev.fnstore.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.Progress;
import dev.fnstore.history.Verifier;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogEntry;
import dev.fnstore.log.LogStore;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.log.StoredSnapshot;
import dev.fnstore.log.Tampering;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.testing.SampleEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder of backups takes from a log that is not what it was, and what it lists. */
final class BackupFolderTest {
  private static final List<Event> EVENTS = SampleEvents.ofFormat2();

  @TempDir Path folder;

  private DataFolder owned;
  private LogStore log;

  @BeforeEach
  void makeLog() {
    owned = DataFolder.open(folder.resolve("store"));
    log = LogStore.open(owned);
    log.events()
        .append(
            EVENTS.stream()
                .map(event -> new LogEntry(event, SampleEvents.librariesOf(event)))
                .toList(),
            SampleEvents.sources());
  }

  @AfterEach
  void close() {
    log.close();
    owned.close();
  }

  @Test
  void shouldCopyEveryEventToTheByte() throws CopyException {
    try (BackupFolder backups = BackupFolder.of(destination(), new Whole())) {
      backups.take(new Whole(), Progress.NONE);
      assertThat(backups.log().events().storedAfter(Revision.ZERO, Long.MAX_VALUE))
          .isEqualTo(log.events().storedAfter(Revision.ZERO, Long.MAX_VALUE));
      assertThat(backups.log().storeId()).isEqualTo(log.storeId());
      assertThat(Verifier.verify(backups.log()).reason()).isEmpty();
      assertThat(backups.backups())
          .extracting(Backup::revision)
          .containsExactly(new Revision(EVENTS.size()));
    }
  }

  @Test
  void shouldTakeNoEventThatIsAlteredMissingOrSwapped() {
    for (int at = 0; at < EVENTS.size(); at++) {
      int fault = at;
      List<Whole> sources =
          List.of(
              new Whole() {
                @Override
                List<StoredEvent> events() {
                  List<StoredEvent> events = super.events();
                  byte[] bytes = events.get(fault).stored().toByteArray();
                  bytes[bytes.length / 3] ^= 4;
                  events.set(fault, StoredEvent.of(Bytes.wrap(bytes)));
                  return events;
                }
              },
              new Whole() {
                @Override
                List<StoredEvent> events() {
                  List<StoredEvent> events = super.events();
                  events.remove(fault);
                  return events;
                }
              },
              new Whole() {
                @Override
                List<StoredEvent> events() {
                  List<StoredEvent> events = super.events();
                  int other = (fault + 1) % events.size();
                  StoredEvent swapped = events.set(fault, events.get(other));
                  events.set(other, swapped);
                  return events;
                }
              });
      for (int kind = 0; kind < sources.size(); kind++) {
        assertRefused(sources.get(kind), folder.resolve("at-" + fault + "-" + kind));
      }
    }
  }

  @Test
  void shouldTakeNoSourceThatIsAlteredOrMissing() {
    for (Digest digest : SampleEvents.sources().keySet()) {
      for (boolean isMissing : List.of(true, false)) {
        Whole source =
            new Whole() {
              @Override
              public List<Bytes> sources(List<Digest> digests) throws CopyException {
                List<Bytes> given = new ArrayList<>(super.sources(digests));
                int at = digests.indexOf(digest);
                if (at >= 0 && isMissing) {
                  throw new CopyException("no source with the digest " + digest);
                } else if (at >= 0) {
                  given.set(at, given.get(at).concat(Bytes.of(" ")));
                }
                return given;
              }
            };
        assertRefused(source, folder.resolve(digest.toHex() + isMissing));
      }
    }
  }

  /** What is refused is not listed, and what was taken until then holds. */
  private static void assertRefused(Whole source, Path destination) {
    assertThatThrownBy(
            () -> {
              try (BackupFolder backups = BackupFolder.of(destination, source)) {
                backups.take(source, Progress.NONE);
              }
            })
        .as(destination.toString())
        .isInstanceOf(CopyException.class);
    try (BackupFolder backups = BackupFolder.open(destination)) {
      assertThat(backups.backups()).isEmpty();
      assertThat(Verifier.verify(backups.log()).reason()).isEmpty();
    } catch (CopyException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldVerifyAgainWhatNoListedBackupHas() throws CopyException {
    Digest replaced = replacedSource();
    Whole brokenOff =
        new Whole() {
          @Override
          public List<StoredEvent> after(Revision revision) throws CopyException {
            if (revision.number() > 0) {
              throw new CopyException("the server is gone");
            }
            return super.after(revision).subList(0, EVENTS.size() - 1);
          }
        };
    assertThatThrownBy(
            () -> {
              try (BackupFolder backups = BackupFolder.of(destination(), brokenOff)) {
                backups.take(brokenOff, Progress.NONE);
              }
            })
        .hasMessage("the server is gone");
    Tampering.removeSource(destination(), replaced);
    for (int run = 0; run < 2; run++) {
      try (BackupFolder backups = BackupFolder.of(destination(), new Whole())) {
        assertThatThrownBy(() -> backups.take(new Whole(), Progress.NONE))
            .hasMessageStartingWith("the backup does not hold, and is not listed: ")
            .hasMessageContaining(replaced.toHex());
        assertThat(backups.backups()).isEmpty();
      }
    }
  }

  /**
   * Of a library that was loaded and is gone or replaced at the end, so no image brings it back.
   */
  private static Digest replacedSource() {
    List<Digest> named =
        EVENTS.stream()
            .flatMap(event -> event.change().libraries().stream())
            .map(Library::digest)
            .toList();
    RegistryImage image = RegistryImage.EMPTY;
    for (Event event : EVENTS) {
      image = image.fold(event);
    }
    List<Digest> left =
        image.libraries().stream().map(registered -> registered.library().digest()).toList();
    return named.stream().filter(digest -> !left.contains(digest)).findFirst().orElseThrow();
  }

  @Test
  void shouldMakeNothingWhereTheLogCannotBeAsked() {
    Whole silent =
        new Whole() {
          @Override
          public LogDescription describe() throws CopyException {
            throw new CopyException("NOPERM");
          }
        };
    assertThatThrownBy(() -> BackupFolder.of(destination(), silent)).hasMessage("NOPERM");
    assertThat(destination()).doesNotExist();
  }

  private Path destination() {
    return folder.resolve("backups");
  }

  /** The log as it is. */
  private class Whole implements BackupSource {
    private final StoredLog stored = new StoredLog(log);

    List<StoredEvent> events() {
      return new ArrayList<>(log.events().storedAfter(Revision.ZERO, Long.MAX_VALUE));
    }

    @Override
    public LogDescription describe() throws CopyException {
      return new LogDescription(
          log.storeId(), Head.EMPTY, log.events().head(), Instant.ofEpochMilli(1));
    }

    @Override
    public StoredSnapshot image(Revision base) {
      throw new AssertionError("the log begins with the empty registry");
    }

    @Override
    public List<StoredEvent> after(Revision revision) throws CopyException {
      List<StoredEvent> events = events();
      int from = (int) Math.min(revision.number(), events.size());
      return events.subList(from, events.size());
    }

    @Override
    public List<Bytes> sources(List<Digest> digests) throws CopyException {
      return stored.sources(digests);
    }
  }
}
