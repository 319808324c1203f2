package dev.fnstore.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A terminal on which nobody is, until somebody is to answer. */
final class FakeTerminal implements Terminal {
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> questions = new ArrayList<>();
  private boolean there;

  /** From here on somebody is there, who will say this next. */
  void answer(String text) {
    there = true;
    answers.add(text);
  }

  void sit() {
    there = true;
  }

  /** What was asked. */
  List<String> questions() {
    return questions;
  }

  @Override
  public boolean isThere() {
    return there;
  }

  @Override
  public boolean hasColours() {
    return there;
  }

  @Override
  public @Nullable String secret(String prompt) {
    questions.add(prompt);
    return answers.poll();
  }

  @Override
  public boolean confirms(String question) {
    questions.add(question);
    return "yes".equals(answers.poll());
  }
}
