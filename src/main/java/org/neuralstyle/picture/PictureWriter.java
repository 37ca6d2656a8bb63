package org.neuralstyle.picture;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFImageReadParam;
import javax.imageio.plugins.tiff.TIFFTagSet;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.neuralstyle.image.AlphaMask;
import org.w3c.dom.Node;

/** Writes what ImageJ's writers cannot: transparency, and 16 bits of grey as they are shown. */
final class PictureWriter {

  // Description, resolution along x and y, its unit, and the two tags of ImageJ's own metadata.
  private static final Set<Integer> IMAGEJ_TAGS = Set.of(270, 282, 283, 296, 50838, 50839);

  private static final float JPEG_QUALITY = 0.95f;

  private PictureWriter() {}

  /** What ImageJ's JpegWriter does; but that logs errors in its own words. */
  static void writeJpeg(ImagePlus imp, Path path) throws IOException {
    boolean overlay = imp.getOverlay() != null && !imp.getHideOverlay();
    boolean gray = imp.getProcessor().isDefaultLut() && !imp.isComposite() && !overlay;
    BufferedImage image =
        new BufferedImage(
            imp.getWidth(),
            imp.getHeight(),
            gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.drawImage((overlay ? imp.flatten() : imp).getImage(), 0, 0, null);
    graphics.dispose();
    ImageWriter writer = own(ImageIO.getImageWritersByFormatName("jpeg"));
    try (ImageOutputStream out = new FileImageOutputStream(path.toFile())) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(JPEG_QUALITY);
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), param);
      // Colours at full resolution, which ImageJ has from a quality of 90 on.
      Node root = metadata.getAsTree(metadata.getNativeMetadataFormatName());
      if (((IIOMetadataNode) root).getElementsByTagName("componentSpec").item(0)
          instanceof IIOMetadataNode luma) {
        luma.setAttribute("HsamplingFactor", "1");
        luma.setAttribute("VsamplingFactor", "1");
      }
      metadata.setFromTree(metadata.getNativeMetadataFormatName(), root);
      writer.write(null, new IIOImage(image, null, metadata), param);
    } finally {
      writer.dispose();
    }
  }

  /** Whether an image is one plane of grey, dark to light or light to dark. */
  static boolean isGray(ImagePlus imp) {
    return imp.getBitDepth() != 24 && !imp.isComposite() && !imp.getProcessor().isColorLut();
  }

  /** A grey image as it is shown, in 8 or 16 bits, with transparency if there is some. */
  static void writeGrayPng(ImagePlus imp, Optional<AlphaMask> alpha, Path path) throws IOException {
    boolean deep = imp.getBitDepth() == 16;
    int w = imp.getWidth();
    int h = imp.getHeight();
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            alpha.isPresent(),
            false,
            alpha.isPresent() ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            deep ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(w, h);
    float[] shown = DisplayedImage.of(imp).toRgb().planes();
    int max = deep ? 65535 : 255;
    for (int i = 0; i < w * h; i++) {
      int opacity = alpha.isPresent() ? alpha.get().values()[i] & 255 : 255;
      // What is hidden is black, so that nothing of it is left.
      raster.setSample(i % w, i / w, 0, opacity == 0 ? 0 : Math.round(shown[i] * max));
      if (alpha.isPresent()) {
        raster.setSample(i % w, i / w, 1, opacity * (max / 255));
      }
    }
    write(new BufferedImage(model, raster, false, null), "png", path);
  }

  /** An image as it is shown in 8 bits a colour, with its transparency. */
  static void write(ImagePlus imp, AlphaMask alpha, Path path, String extension)
      throws IOException {
    switch (extension) {
      case "png" -> {
        if (isGray(imp)) {
          writeGrayPng(imp, Optional.of(alpha), path);
        } else {
          write(argb(imp, alpha, false), extension, path);
        }
      }
      // A pixel of a GIF is either seen or not.
      case "gif" -> write(argb(imp, alpha, true), extension, path);
      case "tif" -> writeTiff(imp, alpha, path);
      default ->
          throw new IllegalArgumentException("Files ." + extension + " hold no transparency.");
    }
  }

  /** What is seen of an image in front of white. */
  static ImagePlus onWhite(ImagePlus imp, AlphaMask alpha) {
    BufferedImage image =
        new BufferedImage(imp.getWidth(), imp.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.drawImage(argb(imp, alpha, false), 0, 0, Color.WHITE, null);
    graphics.dispose();
    ImagePlus seen = new ImagePlus(imp.getTitle(), new ColorProcessor(image));
    seen.setCalibration(imp.getCalibration());
    return seen;
  }

  private static void write(BufferedImage image, String format, Path path) throws IOException {
    if (!ImageIO.write(image, format, path.toFile())) {
      throw new IOException("no writer for " + format);
    }
  }

  private static BufferedImage argb(ImagePlus imp, AlphaMask alpha, boolean whollyOrNot) {
    int w = imp.getWidth();
    int h = imp.getHeight();
    int[] argb = DisplayedImage.of(imp).toRgb().toArgb().update(null).getCurrentStorageArray();
    for (int i = 0; i < argb.length; i++) {
      int value = alpha.values()[i] & 255;
      int kept = whollyOrNot ? (value < 128 ? 0 : 255) : value;
      // What is hidden is black, so that nothing of it is left.
      argb[i] = kept == 0 ? 0 : kept << 24 | (argb[i] & 0xffffff);
    }
    BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, w, h, argb, 0, w);
    return image;
  }

  /** Four channels, which ImageJ opens as RGB, with all that ImageJ writes of an image. */
  private static void writeTiff(ImagePlus imp, AlphaMask alpha, Path path) throws IOException {
    ByteArrayOutputStream onePixel = new ByteArrayOutputStream();
    ImageFiles.writeTiff(onePixel(imp), onePixel);
    byte[] example = onePixel.toByteArray();
    BufferedImage image = argb(imp, alpha, false);
    ImageWriter writer = own(ImageIO.getImageWritersByFormatName("tiff"));
    try (ImageOutputStream out = new FileImageOutputStream(path.toFile())) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      // ImageJ's metadata are in the byte order of the file.
      IIOMetadata order = writer.getDefaultStreamMetadata(param);
      IIOMetadataNode value = new IIOMetadataNode("ByteOrder");
      value.setAttribute("value", example[0] == 'I' ? "LITTLE_ENDIAN" : "BIG_ENDIAN");
      IIOMetadataNode root = new IIOMetadataNode(order.getNativeMetadataFormatName());
      root.appendChild(value);
      order.setFromTree(order.getNativeMetadataFormatName(), root);
      TIFFDirectory directory =
          new TIFFDirectory(new TIFFTagSet[] {BaselineTIFFTagSet.getInstance()}, null);
      for (TIFFField field : fields(example)) {
        directory.addTIFFField(field);
      }
      writer.write(order, new IIOImage(image, null, directory.getAsMetadata()), param);
    } finally {
      writer.dispose();
    }
  }

  private static ImagePlus onePixel(ImagePlus imp) {
    ImagePlus one = new ImagePlus(imp.getTitle(), new ColorProcessor(1, 1));
    one.setCalibration(imp.getCalibration());
    one.setProperty("Info", imp.getInfoProperty());
    one.setProperties(imp.getPropertiesAsArray());
    return one;
  }

  private static Iterable<TIFFField> fields(byte[] tiff) throws IOException {
    ImageReader reader = own(ImageIO.getImageReadersByFormatName("tiff"));
    try (ImageInputStream in = new ByteArrayImageInputStream(tiff)) {
      reader.setInput(in);
      TIFFImageReadParam param = new TIFFImageReadParam();
      // ImageJ's own tags are in no book.
      param.setReadUnknownTags(true);
      IIOMetadata metadata = reader.readAll(0, param).getMetadata();
      return Arrays.stream(TIFFDirectory.createFromMetadata(metadata).getTIFFFields())
          .filter(field -> IMAGEJ_TAGS.contains(field.getTagNumber()))
          .toList();
    } finally {
      reader.dispose();
    }
  }

  /** Java's own of the registered plugins, whatever others there are. */
  static <T> T own(Iterator<T> plugins) {
    Iterable<T> all = () -> plugins;
    return StreamSupport.stream(all.spliterator(), false)
        .filter(plugin -> plugin.getClass().getModule().equals(ImageIO.class.getModule()))
        .findFirst()
        .orElseThrow();
  }
}
