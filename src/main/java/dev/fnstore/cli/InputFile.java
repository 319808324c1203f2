package dev.fnstore.cli;

import dev.fnstore.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that is read, or standard input where its name is {@code -}. */
final class InputFile {
  private InputFile() {}

  static Bytes read(Path file, InputStream standardInput) throws FailedException {
    try {
      return Bytes.wrap(
          file.toString().equals("-") ? standardInput.readAllBytes() : Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new FailedException("there is no file " + file + ". Nothing was changed.", e);
    } catch (IOException e) {
      throw new FailedException(
          "the file " + file + " cannot be read: " + e.getMessage() + ". Nothing was changed.", e);
    }
  }
}
