package org.neuralstyle.install;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A system that Fiji runs on and libtorch is built for, by its name in Fiji's updater. */
enum UpdatePlatform {
  LINUX64,
  LINUX_ARM64,
  MACOS_ARM64,
  WIN64;

  private static final int ELF = 0x464c457f;
  private static final int MACH_O = 0xfeedfacf;
  private static final short MZ = 0x5a4d;
  private static final int ELF_MACHINE = 18;
  private static final int MACH_O_MACHINE = 4;
  private static final int ARM64 = 0x0100000c;

  /** Of several machines; big-endian, unlike what is in it. */
  private static final int UNIVERSAL = 0xcafebabe;

  private static final int UNIVERSAL_MACHINES = 8;
  private static final int UNIVERSAL_MACHINE = 20;
  private static final int PE_OFFSET = 0x3c;

  /** The platform of this machine; fails on others. */
  static UpdatePlatform here() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macos" : os.startsWith("win") ? "win" : "linux";
    String machine = System.getProperty("os.arch").equals("aarch64") ? "-arm64" : "64";
    return Stream.of(values())
        .filter(platform -> platform.toString().equals(system + machine))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a native library that begins with some bytes runs here. */
  boolean runs(byte[] beginning) {
    ByteBuffer header = ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN);
    return switch (this) {
      case LINUX64 -> header.getInt(0) == ELF && header.getShort(ELF_MACHINE) == 0x3e;
      case LINUX_ARM64 -> header.getInt(0) == ELF && header.getShort(ELF_MACHINE) == 0xb7;
      case MACOS_ARM64 ->
          (header.getInt(0) == MACH_O && header.getInt(MACH_O_MACHINE) == ARM64)
              || isUniversal(header.order(ByteOrder.BIG_ENDIAN));
      case WIN64 ->
          header.getShort(0) == MZ
              && header.getShort(header.getInt(PE_OFFSET) + 4) == (short) 0x8664;
    };
  }

  private static boolean isUniversal(ByteBuffer header) {
    return header.getInt(0) == UNIVERSAL
        && IntStream.range(0, header.getInt(4))
            .map(i -> header.getInt(UNIVERSAL_MACHINES + i * UNIVERSAL_MACHINE))
            .anyMatch(machine -> machine == ARM64);
  }
}
