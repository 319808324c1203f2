package dev.fnstore.cli;

import dev.fnstore.bytes.Bytes;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A library's file, and the one with its tests; one of them may be missing.
 *
 * @param library {@code x.lua}
 * @param tests {@code x_test.lua} beside it
 */
record TestFiles(@Nullable Path library, @Nullable Path tests) {
  private static final String LIBRARY_END = ".lua";
  private static final String TEST_END = "_test.lua";

  /** The pairs that files of either kind belong to, each once. */
  static Set<TestFiles> of(List<Path> files) {
    Set<TestFiles> pairs = new LinkedHashSet<>();
    files.forEach(file -> pairs.add(of(file)));
    return pairs;
  }

  private static TestFiles of(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(TEST_END)) {
      return new TestFiles(existing(library(file)), file);
    } else if (name.endsWith(LIBRARY_END)) {
      return new TestFiles(
          file, existing(file.resolveSibling(renamed(name, LIBRARY_END, TEST_END))));
    }
    return new TestFiles(file, null);
  }

  private static Path library(Path tests) {
    return tests.resolveSibling(
        renamed(String.valueOf(tests.getFileName()), TEST_END, LIBRARY_END));
  }

  private static String renamed(String name, String end, String newEnd) {
    return name.substring(0, name.length() - end.length()) + newEnd;
  }

  private static @Nullable Path existing(Path file) {
    return Files.exists(file) ? file : null;
  }

  /** What is to be loaded for them. */
  List<TestLibrary> read(InputStream standardInput) throws FailedException {
    Bytes source = library == null ? Bytes.EMPTY : InputFile.read(library, standardInput);
    Bytes testSource = tests == null ? Bytes.EMPTY : InputFile.read(tests, standardInput);
    if (library != null && tests != null && !TestLibrary.isLibrary(testSource)) {
      return List.of(TestLibrary.joined(library, source, tests, testSource));
    } else if (tests != null && !TestLibrary.isLibrary(testSource)) {
      throw new FailedException(
          tests
              + " does not begin with '#!lua name=…', so it belongs to the library in "
              + library(tests)
              + ", which is not there.");
    }
    List<TestLibrary> libraries = new ArrayList<>();
    if (library != null) {
      libraries.add(TestLibrary.of(library, source));
    }
    if (tests != null) {
      libraries.add(TestLibrary.of(tests, testSource));
    }
    return libraries;
  }
}
