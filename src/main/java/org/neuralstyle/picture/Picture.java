package org.neuralstyle.picture;

import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.List;
import java.util.Optional;
import org.neuralstyle.image.AlphaMask;

/**
 * A decoded picture in ImageJ's types.
 *
 * @param planes one grey plane, or one in RGB, or a red, a green and a blue one of 16 bits
 * @param alpha what of it is transparent; none if all is opaque
 * @param isSigned whether its values have had 32768 added, as ImageJ does with signed ones
 */
record Picture(List<ImageProcessor> planes, Optional<AlphaMask> alpha, boolean isSigned) {

  private static final int SIGN = 1 << 15;

  /**
   * A picture in sRGB; grey values stay as they are.
   *
   * @param image as it was decoded
   * @param profile the one of its colours, if its colour model does not know
   */
  static Picture of(BufferedImage image, Optional<ICC_Profile> profile) {
    ColorModel model = image.getColorModel();
    if (model.isAlphaPremultiplied()) {
      image.coerceData(false);
    }
    int type = model.getColorSpace().getType();
    boolean deep = model.getComponentSize(0) > 8;
    if (model instanceof IndexColorModel) {
      BufferedImage colors = argb(image);
      return isGray(colors) ? gray8(colors) : rgb(colors, profile);
    }
    if (type == ColorSpace.TYPE_GRAY) {
      return gray(image.getRaster(), model.hasAlpha());
    }
    if (deep && type == ColorSpace.TYPE_RGB && model instanceof ComponentColorModel) {
      return deepRgb(inSrgb(image, profile));
    }
    return rgb(image, profile);
  }

  private static Picture gray(Raster raster, boolean hasAlpha) {
    int w = raster.getWidth();
    int h = raster.getHeight();
    int type = raster.getDataBuffer().getDataType();
    boolean signed = type == DataBuffer.TYPE_SHORT;
    ImageProcessor ip =
        switch (type) {
          case DataBuffer.TYPE_BYTE -> new ByteProcessor(w, h);
          case DataBuffer.TYPE_USHORT, DataBuffer.TYPE_SHORT -> new ShortProcessor(w, h);
          default -> new FloatProcessor(w, h);
        };
    float[] row = new float[w];
    for (int y = 0; y < h; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, w, 1, 0, row);
      for (int x = 0; x < w; x++) {
        ip.setf(x, y, signed ? row[x] + SIGN : row[x]);
      }
    }
    if (hasAlpha && type == DataBuffer.TYPE_USHORT) {
      // Hidden values do not say how the others are shown.
      ip.setMinAndMax(0, 65535);
    }
    return new Picture(List.of(ip), hasAlpha ? alpha(raster, 1) : Optional.empty(), signed);
  }

  private static Picture deepRgb(BufferedImage image) {
    Raster raster = image.getRaster();
    int w = raster.getWidth();
    int h = raster.getHeight();
    List<ImageProcessor> planes =
        List.of(new ShortProcessor(w, h), new ShortProcessor(w, h), new ShortProcessor(w, h));
    int[] row = new int[w];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < h; y++) {
        raster.getSamples(0, y, w, 1, c, row);
        for (int x = 0; x < w; x++) {
          planes.get(c).set(x, y, row[x]);
        }
      }
    }
    return new Picture(
        planes, image.getColorModel().hasAlpha() ? alpha(raster, 3) : Optional.empty(), false);
  }

  /** A band of 8 or 16 bits, in 8 bits. */
  private static Optional<AlphaMask> alpha(Raster raster, int band) {
    int w = raster.getWidth();
    int h = raster.getHeight();
    int shift = raster.getSampleModel().getSampleSize(band) - 8;
    byte[] values = new byte[w * h];
    int[] row = new int[w];
    for (int y = 0; y < h; y++) {
      raster.getSamples(0, y, w, 1, band, row);
      for (int x = 0; x < w; x++) {
        int value = row[x] >> shift;
        // What is seen at all is not wholly transparent.
        values[y * w + x] = (byte) (value == 0 && row[x] > 0 ? 1 : value);
      }
    }
    return mask(w, h, values);
  }

  private static Optional<AlphaMask> mask(int w, int h, byte[] values) {
    AlphaMask mask = new AlphaMask(w, h, values);
    return mask.isOpaque() ? Optional.empty() : Optional.of(mask);
  }

  private static boolean isGray(BufferedImage image) {
    for (int argb : argb(image, 0, image.getHeight())) {
      int red = argb >> 16 & 255;
      if (argb >>> 24 != 255 || red != (argb >> 8 & 255) || red != (argb & 255)) {
        return false;
      }
    }
    return true;
  }

  private static Picture gray8(BufferedImage image) {
    ByteProcessor ip = new ByteProcessor(image.getWidth(), image.getHeight());
    int[] argb = argb(image, 0, image.getHeight());
    for (int i = 0; i < argb.length; i++) {
      ip.set(i, argb[i] & 255);
    }
    return new Picture(List.of(ip), Optional.empty(), false);
  }

  private static Picture rgb(BufferedImage image, Optional<ICC_Profile> profile) {
    int w = image.getWidth();
    int h = image.getHeight();
    int[] argb = argb(inSrgb(image, profile), 0, h);
    byte[] alpha = new byte[argb.length];
    for (int i = 0; i < argb.length; i++) {
      alpha[i] = (byte) (argb[i] >>> 24);
      argb[i] |= 0xff000000;
    }
    return new Picture(List.of(new ColorProcessor(w, h, argb)), mask(w, h, alpha), false);
  }

  private static int[] argb(BufferedImage image, int y, int rows) {
    int w = image.getWidth();
    return image.getRGB(0, y, w, rows, null, 0, w);
  }

  private static BufferedImage argb(BufferedImage image) {
    BufferedImage copy =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    copy.setRGB(
        0,
        0,
        image.getWidth(),
        image.getHeight(),
        argb(image, 0, image.getHeight()),
        0,
        image.getWidth());
    return copy;
  }

  /** The image, or a copy with its colours converted, in the same number of bits. */
  private static BufferedImage inSrgb(BufferedImage image, Optional<ICC_Profile> profile) {
    ColorModel model = image.getColorModel();
    boolean known =
        model.getColorSpace() instanceof ICC_ColorSpace && !model.getColorSpace().isCS_sRGB();
    Optional<ICC_ColorSpace> own =
        profile.filter(p -> p.getNumComponents() == 3).map(ICC_ColorSpace::new);
    if (!known && own.isEmpty()) {
      return image;
    }
    int bits = model.getComponentSize(0) > 8 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
    BufferedImage interleaved = known ? image : interleaved(image, own.get(), bits);
    BufferedImage converted =
        empty(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            model.hasAlpha(),
            bits,
            image.getWidth(),
            image.getHeight());
    return new ColorConvertOp(null).filter(interleaved, converted);
  }

  /** The same samples, said to be of another colour space. */
  private static BufferedImage interleaved(BufferedImage image, ColorSpace space, int bits) {
    int w = image.getWidth();
    int h = image.getHeight();
    boolean alpha = image.getColorModel().hasAlpha();
    BufferedImage copy = empty(space, alpha, bits, w, h);
    Raster from = image.getRaster();
    WritableRaster to = copy.getRaster();
    int[] row = new int[w];
    for (int band = 0; band < (alpha ? 4 : 3); band++) {
      for (int y = 0; y < h; y++) {
        to.setSamples(0, y, w, 1, band, from.getSamples(0, y, w, 1, band, row));
      }
    }
    return copy;
  }

  private static BufferedImage empty(ColorSpace space, boolean alpha, int bits, int w, int h) {
    ColorModel model =
        new ComponentColorModel(
            space, alpha, false, alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, bits);
    return new BufferedImage(model, model.createCompatibleWritableRaster(w, h), false, null);
  }

  Picture turned(Orientation orientation) {
    return new Picture(
        planes.stream().map(orientation::apply).toList(), alpha.map(orientation::apply), isSigned);
  }

  boolean isLike(Picture other) {
    ImageProcessor plane = planes.get(0);
    ImageProcessor others = other.planes.get(0);
    return planes.size() == other.planes.size()
        && plane.getBitDepth() == others.getBitDepth()
        && plane.getWidth() == others.getWidth()
        && plane.getHeight() == others.getHeight();
  }
}
