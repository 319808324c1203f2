package dev.fnstore.server.config;

import dev.fnstore.acl.PasswordHash;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.keyspace.EvictionPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats that are one parameter's own. */
final class Formats {
  private Formats() {}

  /** One of some words, each with a meaning of its own; what is written is the word. */
  private abstract static class Text implements Parameter.Format<String> {
    @Override
    public String print(String value) {
      return value;
    }
  }

  /** Pairs of seconds and changes, as Valkey writes its save points; empty: none. */
  static final class SavePoints extends Text {
    @Override
    public String parse(String text) throws InvalidValueException {
      if (text.isEmpty()) {
        return text;
      }
      String[] numbers = text.split(" ", -1);
      for (int i = 0; i < numbers.length; i++) {
        boolean isSeconds = i % 2 == 0;
        if (numbers.length % 2 != 0 || !isAtLeast(numbers[i], isSeconds ? 1 : 0)) {
          throw new InvalidValueException("Invalid save parameters");
        }
      }
      return text;
    }

    private static boolean isAtLeast(String text, long least) {
      try {
        return Long.parseLong(text) >= least;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

  /** Valkey's policies are all known, but what keys are used often is not counted here. */
  static final class Eviction implements Parameter.Format<EvictionPolicy> {
    private static final List<String> KNOWN =
        List.of(
            "volatile-lru",
            "volatile-lfu",
            "volatile-random",
            "volatile-ttl",
            "allkeys-lru",
            "allkeys-lfu",
            "allkeys-random",
            "noeviction");

    @Override
    public EvictionPolicy parse(String text) throws InvalidValueException {
      String lower = text.toLowerCase(Locale.ROOT);
      if (!KNOWN.contains(lower)) {
        throw new InvalidValueException(
            "argument(s) must be one of the following: " + String.join(", ", KNOWN));
      } else if (lower.endsWith("-lfu")) {
        throw new InvalidValueException(
            "how often keys are used is not counted here: choose a policy without lfu");
      }
      return EvictionPolicy.valueOf(lower.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    @Override
    public String print(EvictionPolicy value) {
      return value.name().replace('_', '-').toLowerCase(Locale.ROOT);
    }
  }

  /** Percentages of INFO latencystats, parted by blanks. */
  static final class Percentiles implements Parameter.Format<List<Double>> {
    private static final String NAME = "latency-tracking-info-percentiles";

    @Override
    public List<Double> parse(String text) throws InvalidValueException {
      List<Double> percents = new ArrayList<>();
      for (String word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
        percents.add(percent(word));
      }
      return Collections.unmodifiableList(percents);
    }

    private static double percent(String word) throws InvalidValueException {
      double percent;
      try {
        percent = Double.parseDouble(word);
      } catch (NumberFormatException e) {
        throw new InvalidValueException("Invalid " + NAME + " parameters");
      }
      if (!(percent >= 0 && percent <= 100)) {
        throw new InvalidValueException(NAME + " parameters should sit between [0.0,100.0]");
      }
      return percent;
    }

    @Override
    public String print(List<Double> value) {
      return String.join(" ", value.stream().map(Percentiles::text).toList());
    }

    /** Without a fraction where there is none. */
    private static String text(double percent) {
      String text = Double.toString(percent);
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
  }

  /** A password, of which the hash alone is kept, so that it cannot be shown; empty: none. */
  static final class Password implements Parameter.Format<Optional<PasswordHash>> {
    @Override
    public Optional<PasswordHash> parse(String text) {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(PasswordHash.of(Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    @Override
    public String print(Optional<PasswordHash> value) {
      return value.isPresent() ? "(redacted)" : "";
    }
  }

  /** The versions that a payload can be written for. */
  static final class RdbVersion implements Parameter.Format<Long> {
    private static final List<String> VERSIONS = List.of("10", "11", "12", "80");

    @Override
    public Long parse(String text) throws InvalidValueException {
      if (!VERSIONS.contains(text)) {
        throw new InvalidValueException(
            "argument(s) must be one of the following: " + String.join(", ", VERSIONS));
      }
      return Long.parseLong(text);
    }

    @Override
    public String print(Long value) {
      return Long.toString(value);
    }
  }
}
