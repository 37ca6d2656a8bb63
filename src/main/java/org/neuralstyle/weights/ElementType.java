package org.neuralstyle.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The floating-point types of safetensors files that weights come in, all little-endian. */
enum ElementType {
  F32(Float.BYTES) {
    @Override
    float[] decode(byte[] bytes) {
      float[] values = new float[bytes.length / Float.BYTES];
      littleEndian(bytes).asFloatBuffer().get(values);
      return values;
    }
  },
  /** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
  F16(Short.BYTES) {
    @Override
    float[] decode(byte[] bytes) {
      short[] halves = halves(bytes);
      float[] values = new float[halves.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = fromHalf(halves[i]);
      }
      return values;
    }
  },
  /** The upper half of a float32. */
  BF16(Short.BYTES) {
    @Override
    float[] decode(byte[] bytes) {
      short[] halves = halves(bytes);
      float[] values = new float[halves.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat(halves[i] << 16);
      }
      return values;
    }
  };

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  abstract float[] decode(byte[] bytes);

  private static float fromHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) { // zero and subnormal: fraction times 2^-24, exact in float32
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  private static short[] halves(byte[] bytes) {
    short[] halves = new short[bytes.length / Short.BYTES];
    littleEndian(bytes).asShortBuffer().get(halves);
    return halves;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
