package org.neuralstyle.picture;

import ij.process.LUT;
import java.util.Locale;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import org.neuralstyle.image.Blend;
import org.neuralstyle.image.Channel;
import org.neuralstyle.image.ColorMap;

/** ImageJ's look-up tables and types, and those of images here. */
final class ImageJColors {

  private ImageJColors() {}

  static RealType<?> type(int bitDepth) {
    return switch (bitDepth) {
      case 8 -> new UnsignedByteType();
      case 16 -> new UnsignedShortType();
      default -> new FloatType();
    };
  }

  static ColorMap of(LUT lut) {
    // Tables of fewer entries go on in black, as ImageJ draws them.
    byte[] red = new byte[ColorMap.SIZE];
    byte[] green = new byte[ColorMap.SIZE];
    byte[] blue = new byte[ColorMap.SIZE];
    lut.getReds(red);
    lut.getGreens(green);
    lut.getBlues(blue);
    return ColorMap.of(red, green, blue);
  }

  static LUT lut(Channel channel) {
    ColorMap colors = channel.colors();
    LUT lut = new LUT(colors.bytes(0), colors.bytes(1), colors.bytes(2));
    lut.min = channel.min();
    lut.max = channel.max();
    return lut;
  }

  // The names that ImageJ looks for in this image property, and in this order.
  static Blend blend(String projection) {
    String name = projection == null ? "" : projection.toLowerCase(Locale.ROOT);
    if (name.contains("max")) {
      return Blend.MAX;
    }
    if (name.contains("min")) {
      return Blend.MIN;
    }
    return name.contains("invert") ? Blend.INVERTED_SUM : Blend.SUM;
  }
}
