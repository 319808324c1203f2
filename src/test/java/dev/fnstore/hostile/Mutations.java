package dev.fnstore.hostile;

import java.util.Arrays;
import java.util.Random;

/** Small damages to bytes. */
final class Mutations {
  private static final byte[] TELLING = {
    0,
    1,
    '\r',
    '\n',
    '*',
    '$',
    '-',
    '+',
    '0',
    '9',
    '"',
    '\'',
    '\\',
    ' ',
    ':',
    (byte) 0x80,
    (byte) 0x81,
    (byte) 0xc0,
    (byte) 0xc3,
    (byte) 0xf5,
    (byte) 0xf6,
    (byte) 0xff
  };

  private Mutations() {}

  /** {@code bytes} with one to eight damages. */
  static byte[] mutate(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    for (int i = random.nextInt(8); i >= 0 && mutated.length > 0; i--) {
      mutated = once(mutated, random);
    }
    return mutated;
  }

  private static byte[] once(byte[] bytes, Random random) {
    int at = random.nextInt(random.nextBoolean() ? Math.min(24, bytes.length) : bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] = (byte) random.nextInt();
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        return splice(bytes, at, new byte[] {TELLING[random.nextInt(TELLING.length)]}, at);
      }
      default -> {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + random.nextInt(40));
        return splice(bytes, at, Arrays.copyOfRange(bytes, from, to), at);
      }
    }
    return bytes;
  }

  /** {@code bytes} with {@code middle} in place of what is from {@code from} to {@code to}. */
  private static byte[] splice(byte[] bytes, int from, byte[] middle, int to) {
    byte[] spliced = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
    System.arraycopy(middle, 0, spliced, from, middle.length);
    System.arraycopy(bytes, to, spliced, from + middle.length, bytes.length - to);
    return spliced;
  }
}
