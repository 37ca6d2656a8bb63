package org.neuralstyle.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * A file after an accident.
 *
 * @param what happened to it
 * @param bytes that are left
 * @param cut whether the end is missing, and nothing else
 */
record Damage(String what, byte[] bytes, boolean cut) {

  private static final int HEADER = 200;
  private static final int SECTOR = 512;
  private static final int[] EXTREMES = {0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 65536};

  /** One accident, as cut copies, bad disks and fuzzers have them. */
  static Damage of(byte[] whole, Random random) {
    int length = whole.length;
    byte[] bytes = whole.clone();
    int kind = random.nextInt(10);
    switch (kind) {
      case 0, 1, 2 -> {
        int left = random.nextInt(12) == 0 ? 0 : random.nextInt(length);
        return new Damage(
            "cut to %d of %d bytes".formatted(left, length), Arrays.copyOf(whole, left), true);
      }
      case 3, 4 -> {
        int at = place(random, length);
        bytes[at] ^= (byte) (1 + random.nextInt(255));
        return new Damage("byte %d wrong".formatted(at), bytes, false);
      }
      case 5 -> {
        int count = 2 << random.nextInt(6);
        for (int i = 0; i < count; i++) {
          bytes[random.nextInt(length)] = (byte) random.nextInt();
        }
        return new Damage("%d bytes at random".formatted(count), bytes, false);
      }
      case 6 -> {
        int begin = random.nextInt(length) / SECTOR * SECTOR;
        int end = Math.min(length, begin + SECTOR);
        Arrays.fill(bytes, begin, end, (byte) 0);
        return new Damage("bytes %d to %d zero".formatted(begin, end), bytes, false);
      }
      case 7 -> {
        int at = random.nextInt(Math.max(1, Math.min(HEADER, length) - 4));
        int value = EXTREMES[random.nextInt(EXTREMES.length)];
        boolean little = random.nextBoolean();
        if (length >= at + 4) {
          ByteBuffer.wrap(bytes)
              .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
              .putInt(at, value);
        }
        return new Damage("%d at byte %d".formatted(value, at), bytes, false);
      }
      case 8 -> {
        int from = random.nextInt(length);
        int gone = Math.min(length - from, 1 + random.nextInt(64));
        byte[] shorter = Arrays.copyOf(bytes, length - gone);
        System.arraycopy(bytes, from + gone, shorter, from, length - from - gone);
        return new Damage("%d bytes left out at %d".formatted(gone, from), shorter, false);
      }
      default -> {
        int at = random.nextInt(length);
        byte[] more = new byte[1 + random.nextInt(64)];
        random.nextBytes(more);
        byte[] longer = Arrays.copyOf(bytes, length + more.length);
        System.arraycopy(more, 0, longer, at, more.length);
        System.arraycopy(bytes, at, longer, at + more.length, length - at);
        return new Damage("%d bytes put in at %d".formatted(more.length, at), longer, false);
      }
    }
  }

  /** Headers are short, and there is most that can go wrong. */
  private static int place(Random random, int length) {
    return random.nextInt(random.nextBoolean() ? Math.min(HEADER, length) : length);
  }
}
