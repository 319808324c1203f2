package dev.fnstore.cli.text;

/** A reply that is not of the form that it has to have: whoever gave it is no fnstore. */
public final class UnexpectedReplyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnexpectedReplyException(String missing) {
    super(
        "the reply has no " + missing + ": what answers is no fnstore, or one of another version.");
  }
}
