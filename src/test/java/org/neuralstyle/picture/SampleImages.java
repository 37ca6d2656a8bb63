package org.neuralstyle.picture;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small image files of many kinds, to be damaged. */
public final class SampleImages {

  /** What {@link #whole} makes. */
  public static final List<String> KINDS =
      List.of(
          "png", "jpg", "gif", "bmp", "tif", "png16", "stack", "float", "deflate", "lzw", "jpeg",
          "pgm", "ppm", "text", "zip");

  static final int W = 40;
  static final int H = 30;

  private SampleImages() {}

  private static ImagePlus noise(String type, int slices) {
    ImagePlus imp = IJ.createImage("noise", type + " black", W, H, slices);
    // ImageJ's own noise is another one each time.
    Random random = new Random(17);
    for (int slice = 1; slice <= slices; slice++) {
      ImageProcessor ip = imp.getStack().getProcessor(slice);
      for (int i = 0; i < W * H; i++) {
        switch (imp.getBitDepth()) {
          case 8 -> ip.set(i, random.nextInt(256));
          case 16 -> ip.set(i, random.nextInt(65536));
          case 24 -> ip.set(i, random.nextInt(1 << 24));
          default -> ip.setf(i, random.nextFloat());
        }
      }
    }
    return imp;
  }

  /**
   * A whole file.
   *
   * @param kind one of {@link #KINDS}
   * @param folder for its making
   * @return its bytes
   * @throws IOException if it cannot be made
   */
  public static byte[] whole(String kind, Path folder) throws IOException {
    Path path = folder.resolve("whole");
    switch (kind) {
      case "png", "jpg", "gif", "bmp", "tif" -> {
        path = folder.resolve("whole." + kind);
        ImageFiles.save(noise("RGB", 1), path);
      }
      case "png16" -> {
        path = folder.resolve("whole.png");
        ImageFiles.save(noise("16-bit", 1), path);
      }
      case "stack" -> {
        path = folder.resolve("whole.tif");
        ImageFiles.save(noise("8-bit", 6), path);
      }
      case "float" -> {
        path = folder.resolve("whole.tif");
        ImageFiles.save(noise("32-bit", 1), path);
      }
      case "deflate", "lzw", "jpeg" ->
          Files.write(
              path, tiff(kind.equals("lzw") ? "LZW" : kind.equals("jpeg") ? "JPEG" : "Deflate"));
      case "pgm" -> Files.write(path, pnm("P5\n# made\n%d %d\n255\n", W * H));
      case "ppm" -> Files.write(path, pnm("P6\n%d %d\n255\n", 3 * W * H));
      case "text" ->
          Files.writeString(
              path, "P2\n%d %d\n9\n".formatted(W, H) + "7 ".repeat(W * H - 1) + "3\n");
      case "zip" -> {
        path = folder.resolve("whole.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
          zip.putNextEntry(new ZipEntry("a.tif"));
          zip.write(whole("tif", folder));
        }
      }
      default -> throw new IllegalArgumentException(kind);
    }
    return Files.readAllBytes(path);
  }

  static byte[] tiff(String compression) throws IOException {
    BufferedImage image = new BufferedImage(W, H, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(5);
    for (int i = 0; i < W * H; i++) {
      image.setRGB(i % W, i / W, random.nextInt());
    }
    ImageWriter writer = PictureWriter.own(ImageIO.getImageWritersByFormatName("tiff"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] pnm(String header, int values) {
    byte[] head = header.formatted(W, H).getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(head, head.length + values);
    Arrays.fill(all, head.length, all.length, (byte) 77);
    return all;
  }
}
