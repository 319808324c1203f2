package dev.fnstore.server.config;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters by name and alias, as CONFIG GET and CONFIG SET see them. */
final class ParameterSet {
  private final Map<String, Parameter<?>> parameters = new LinkedHashMap<>();
  private final Map<String, String> aliases;

  /**
   * Without parameters.
   *
   * @param aliases other names of those that are added
   */
  ParameterSet(Map<String, String> aliases) {
    this.aliases = aliases;
  }

  <T> Parameter<T> add(Parameter<T> parameter) {
    parameters.put(parameter.name(), parameter);
    return parameter;
  }

  private @Nullable Parameter<?> find(String lowerName) {
    return parameters.get(aliases.getOrDefault(lowerName, lowerName));
  }

  /**
   * Names and values of the parameters whose name, or alias, matches a pattern, in the order of the
   * patterns; each once. One that is asked for by its name is told under the name as it was spelt.
   */
  Map<String, String> matching(List<Bytes> patterns) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Bytes pattern : patterns) {
      if (!isPattern(pattern)) {
        String asked = pattern.toLatin1();
        Parameter<?> parameter = find(asked.toLowerCase(Locale.ROOT));
        if (parameter != null) {
          found.put(asked, parameter.text());
        }
        continue;
      }
      Glob glob = Glob.ignoringCase(pattern);
      for (Parameter<?> parameter : parameters.values()) {
        if (glob.matches(Bytes.of(parameter.name()))) {
          found.put(parameter.name(), parameter.text());
        }
      }
      aliases.forEach(
          (alias, name) -> {
            if (glob.matches(Bytes.of(alias))) {
              found.put(alias, named(name).text());
            }
          });
    }
    return found;
  }

  private static boolean isPattern(Bytes text) {
    for (byte b : text.shared()) {
      if (b == '*' || b == '?' || b == '[') {
        return true;
      }
    }
    return false;
  }

  /**
   * Sets some parameters, all or none.
   *
   * @param words name, value, name, value …
   * @throws InvalidValueException with the text of CONFIG SET's error after its code
   */
  void set(List<Bytes> words) throws InvalidValueException {
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      choices.add(choice(words.get(i), words.get(i + 1), choices));
    }
    // Checked first, so that a bad value leaves the good ones before it unset too.
    for (Choice choice : choices) {
      choice.apply(false);
    }
    for (Choice choice : choices) {
      choice.apply(true);
    }
  }

  /** A parameter under the name that the client uses for it, which may be an alias. */
  private record Choice(String name, Parameter<?> parameter, String value) {
    void apply(boolean take) throws InvalidValueException {
      try {
        if (take) {
          parameter.set(value);
        } else {
          parameter.check(value);
        }
      } catch (InvalidValueException e) {
        throw failed(String.valueOf(e.getMessage()));
      }
    }

    InvalidValueException failed(String reason) {
      return new InvalidValueException(
          "CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
    }
  }

  /** Valkey minds a name that comes twice, but not a name and its alias: the later one holds. */
  private Choice choice(Bytes name, Bytes value, List<Choice> before) throws InvalidValueException {
    String lower = name.toLowerCase().toLatin1();
    Parameter<?> parameter = find(lower);
    if (parameter == null) {
      throw new InvalidValueException(
          "Unknown option or number of arguments for CONFIG SET - '" + name.toLatin1() + "'");
    }
    Choice choice = new Choice(lower, parameter, value.toLatin1());
    if (parameter.isImmutable()) {
      throw choice.failed("can't set immutable config");
    } else if (before.stream().anyMatch(other -> other.name().equals(lower))) {
      throw choice.failed("duplicate parameter");
    }
    return choice;
  }

  /**
   * Gives a parameter its value, also one that cannot change later.
   *
   * @throws InvalidValueException naming the parameter
   */
  void preset(String name, String value) throws InvalidValueException {
    Parameter<?> parameter = find(name.toLowerCase(Locale.ROOT));
    if (parameter == null) {
      throw new InvalidValueException("there is no parameter '" + name + "'");
    }
    try {
      parameter.set(value);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(name + ": " + e.getMessage());
    }
  }

  private Parameter<?> named(String name) {
    Parameter<?> parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalStateException("no parameter " + name);
    }
    return parameter;
  }
}
