package dev.fnstore.server.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One parameter. Written by the executor thread, read by any.
 *
 * @param <T> the type of its value
 */
public final class Parameter<T> {
  /** How a parameter's text is read, checked and written. */
  interface Format<T> {
    T parse(String text) throws InvalidValueException;

    String print(T value);
  }

  private final String name;
  private final Format<T> format;
  private final boolean immutable;
  private volatile T value;
  private volatile Consumer<T> onChange = changed -> {};

  Parameter(String name, Format<T> format, T value, boolean immutable) {
    this.name = name;
    this.format = format;
    this.value = value;
    this.immutable = immutable;
  }

  public String name() {
    return name;
  }

  public T get() {
    return value;
  }

  /** Whether it can be given at start only. */
  boolean isImmutable() {
    return immutable;
  }

  String text() {
    return format.print(value);
  }

  void set(String text) throws InvalidValueException {
    T before = value;
    T after = format.parse(text);
    value = after;
    if (!after.equals(before)) {
      onChange.accept(after);
    }
  }

  /** Who minds if it becomes another value. */
  void onChange(Consumer<T> listener) {
    onChange = listener;
  }

  void take(T newValue) {
    value = newValue;
  }

  /** Checks {@code text} without taking it. */
  void check(String text) throws InvalidValueException {
    var unused = format.parse(text);
  }

  /** A whole number between bounds. */
  static Format<Long> number(long least, long most) {
    return new Format<>() {
      @Override
      public Long parse(String text) throws InvalidValueException {
        long number;
        try {
          number = Long.parseLong(text);
        } catch (NumberFormatException e) {
          throw new InvalidValueException("argument couldn't be parsed into an integer");
        }
        return inBounds(number, least, most);
      }

      @Override
      public String print(Long value) {
        return Long.toString(value);
      }
    };
  }

  /** A number of bytes, with a unit if need be: {@code 100mb}. */
  static Format<Long> memory(long least, long most) {
    return new Format<>() {
      @Override
      public Long parse(String text) throws InvalidValueException {
        String lower = text.toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
          digits++;
        }
        long factor = factor(lower.substring(digits));
        try {
          return inBounds(
              Math.multiplyExact(Long.parseLong(lower.substring(0, digits)), factor), least, most);
        } catch (NumberFormatException | ArithmeticException e) {
          throw notMemory();
        }
      }

      @Override
      public String print(Long value) {
        return Long.toString(value);
      }
    };
  }

  private static long factor(String unit) throws InvalidValueException {
    return switch (unit) {
      case "", "b" -> 1;
      case "k" -> 1000;
      case "kb" -> 1 << 10;
      case "m" -> 1_000_000;
      case "mb" -> 1 << 20;
      case "g" -> 1_000_000_000;
      case "gb" -> 1 << 30;
      default -> throw notMemory();
    };
  }

  private static InvalidValueException notMemory() {
    return new InvalidValueException("argument must be a memory value");
  }

  private static long inBounds(long number, long least, long most) throws InvalidValueException {
    if (number < least || number > most) {
      throw new InvalidValueException(
          "argument must be between " + least + " and " + most + " inclusive");
    }
    return number;
  }

  /** {@code yes} or {@code no}. */
  static Format<Boolean> yesOrNo() {
    return new Format<>() {
      @Override
      public Boolean parse(String text) throws InvalidValueException {
        return switch (text.toLowerCase(Locale.ROOT)) {
          case "yes" -> true;
          case "no" -> false;
          default -> throw new InvalidValueException("argument must be 'yes' or 'no'");
        };
      }

      @Override
      public String print(Boolean value) {
        return value ? "yes" : "no";
      }
    };
  }

  /** One of some words. */
  static Format<String> oneOf(List<String> words) {
    return new Format<>() {
      @Override
      public String parse(String text) throws InvalidValueException {
        for (String word : words) {
          if (word.equalsIgnoreCase(text)) {
            return word;
          }
        }
        throw new InvalidValueException(
            "argument(s) must be one of the following: " + String.join(", ", words));
      }

      @Override
      public String print(String value) {
        return value;
      }
    };
  }

  /** Any text. */
  static Format<String> anyText() {
    return new Format<>() {
      @Override
      public String parse(String text) {
        return text;
      }

      @Override
      public String print(String value) {
        return value;
      }
    };
  }
}
