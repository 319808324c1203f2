package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels that may be published to and listened on.
 *
 * @param all whether all may; then there are no patterns
 */
public record ChannelRights(boolean all, List<Bytes> patterns) {
  static final ChannelRights NONE = new ChannelRights(false, List.of());
  static final ChannelRights ALL = new ChannelRights(true, List.of());

  public ChannelRights {
    patterns = List.copyOf(patterns);
  }

  /**
   * Whether a channel may be used.
   *
   * @param isPattern whether it is a pattern of channels, which must be among ours as it is
   */
  public boolean allows(Bytes channel, boolean isPattern) {
    if (all) {
      return true;
    }
    for (Bytes pattern : patterns) {
      if (isPattern ? pattern.equals(channel) : Glob.of(pattern).matches(channel)) {
        return true;
      }
    }
    return false;
  }

  /** What either of the two allows. */
  ChannelRights or(ChannelRights other) {
    if (all || other.all) {
      return ALL;
    }
    List<Bytes> both = new ArrayList<>(patterns);
    both.addAll(other.patterns);
    return new ChannelRights(false, both);
  }

  /** Whether every rule of {@code other} is among these: then nobody loses a right to them. */
  boolean covers(ChannelRights other) {
    return all || (!other.all && patterns.containsAll(other.patterns));
  }

  ChannelRights with(Bytes pattern) {
    if (patterns.contains(pattern)) {
      return this;
    }
    List<Bytes> more = new ArrayList<>(patterns);
    more.add(pattern);
    return new ChannelRights(false, more);
  }

  /** As rules, parted by blanks; empty where there are none. */
  Bytes describe() {
    if (all) {
      return Bytes.of("&*");
    }
    Bytes text = Bytes.EMPTY;
    for (Bytes pattern : patterns) {
      text = text.concat(Bytes.of(text.isEmpty() ? "&" : " &")).concat(pattern);
    }
    return text;
  }
}
