package org.neuralstyle.picture;

import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.Node;

/**
 * Reads pictures as a viewer shows them: upright, in sRGB, with their transparency; by the decoders
 * of Java and TwelveMonkeys. Damaged files are refused, not filled up with grey.
 */
final class PictureReader {

  /** What it reads. */
  enum Format {
    PNG,
    JPEG,
    GIF,
    BMP,
    WEBP,
    TIFF
  }

  private static final int RIFF_HEADER = 12;

  private final Path path;
  private final Format format;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  PictureReader(Path path, Format format) {
    this.path = path;
    this.format = format;
  }

  /**
   * Reads it.
   *
   * @return the image, with the pages of a TIFF as slices as far as they fit the first one
   * @throws IOException if it is damaged; the message says why, as the end of a sentence
   */
  OpenedImage read() throws IOException {
    Optional<PngFile> png =
        format == Format.PNG ? Optional.of(PngFile.read(path)) : Optional.empty();
    ImageReader reader = reader();
    try (ImageInputStream in = new FileImageInputStream(path.toFile())) {
      Orientation orientation = orientation(in, png);
      in.seek(0);
      reader.addIIOReadWarningListener((source, warning) -> warned(warning));
      reader.setInput(in);
      List<Picture> pages = new ArrayList<>();
      int count = format == Format.TIFF ? reader.getNumImages(true) : 1;
      for (int page = 0; page < count; page++) {
        if (page == 0 || isLikeFirst(reader, page)) {
          pages.add(page(reader, page, png).turned(orientation));
        }
      }
      return opened(pages);
    } finally {
      reader.dispose();
    }
  }

  private Picture page(ImageReader reader, int page, Optional<PngFile> png) throws IOException {
    ImageFileReader.checkSize(path, reader.getWidth(page), reader.getHeight(page));
    BufferedImage image = decode(reader, page);
    if (!faults.isEmpty()) {
      throw new DamagedImageException(faults.get(0));
    }
    return Picture.of(
        format == Format.GIF ? onCanvas(reader, image) : image, png.flatMap(PngFile::profile));
  }

  /** The first frame of a GIF where it lies on its screen, which may be larger. */
  private BufferedImage onCanvas(ImageReader reader, BufferedImage frame) throws IOException {
    Node screen = reader.getStreamMetadata().getAsTree("javax_imageio_gif_stream_1.0");
    Node place = reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
    int x = number(place, "ImageDescriptor", "imageLeftPosition");
    int y = number(place, "ImageDescriptor", "imageTopPosition");
    int width =
        Math.max(
            x + frame.getWidth(), number(screen, "LogicalScreenDescriptor", "logicalScreenWidth"));
    int height =
        Math.max(
            y + frame.getHeight(),
            number(screen, "LogicalScreenDescriptor", "logicalScreenHeight"));
    if (width == frame.getWidth() && height == frame.getHeight()) {
      return frame;
    }
    ImageFileReader.checkSize(path, width, height);
    BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(frame, x, y, null);
    graphics.dispose();
    return canvas;
  }

  private static int number(Node root, String name, String attribute) {
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return Integer.parseInt(node.getAttributes().getNamedItem(attribute).getNodeValue());
      }
    }
    return 0;
  }

  private BufferedImage decode(ImageReader reader, int page) throws IOException {
    try {
      return reader.read(page);
    } catch (IOException | RuntimeException e) {
      if (format == Format.PNG || format == Format.GIF || format == Format.BMP) {
        // Their readers know all there is in these formats.
        throw new DamagedImageException("its compressed pixels are wrong, or end too early", e);
      }
      throw e;
    }
  }

  private static boolean isLikeFirst(ImageReader reader, int page) throws IOException {
    return reader.getWidth(page) == reader.getWidth(0)
        && reader.getHeight(page) == reader.getHeight(0);
  }

  /** Decoders tell of damage in warnings, and go on. */
  private void warned(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    if (text.contains("premature") || text.contains("truncated") || text.contains("end of file")) {
      faults.add("it ends before its picture does");
    } else if (text.contains("extraneous")) {
      // Some cameras leave bytes over, and so does a decoder that has lost its way.
      warnings.add(
          "%s may be damaged: its decoder found bytes that belong to no pixel. Look at the picture."
              .formatted(path));
    } else if (text.contains("corrupt") || text.contains("out-of-sequence")) {
      faults.add("its compressed pixels are wrong");
    }
  }

  private OpenedImage opened(List<Picture> pages) {
    Picture first = pages.get(0);
    List<Picture> alike = pages.stream().filter(first::isLike).toList();
    ImageProcessor plane = first.planes().get(0);
    ImageStack stack = new ImageStack(plane.getWidth(), plane.getHeight());
    alike.forEach(page -> page.planes().forEach(stack::addSlice));
    ImagePlus imp = new ImagePlus(String.valueOf(path.getFileName()), stack);
    if (first.planes().size() == 3) {
      imp.setDimensions(3, alike.size(), 1);
      imp = ImageFileReader.inFullRange(imp);
    } else if (first.isSigned()) {
      imp.getLocalCalibration().setSigned16BitCalibration();
    }
    if (format == Format.JPEG) {
      ij.io.Opener.convertGrayJpegTo8Bits(imp);
    }
    return new OpenedImage(imp, first.alpha(), List.copyOf(warnings));
  }

  private ImageReader reader() throws IOException {
    return switch (format) {
      case TIFF -> new TIFFImageReaderSpi().createReaderInstance();
      case WEBP -> new WebPImageReaderSpi().createReaderInstance();
      case JPEG -> {
        JPEGImageReaderSpi jpeg = new JPEGImageReaderSpi();
        // It finds Java's reader, which does most of the work, and adds CMYK and profiles.
        jpeg.onRegistration(IIORegistry.getDefaultInstance(), ImageReaderSpi.class);
        yield jpeg.createReaderInstance();
      }
      default ->
          PictureWriter.own(
              ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT)));
    };
  }

  private Orientation orientation(ImageInputStream in, Optional<PngFile> png) throws IOException {
    return switch (format) {
      case JPEG -> {
        List<JPEGSegment> exif = JPEGSegmentUtil.readSegments(in, JPEG.APP1, "Exif");
        if (exif.isEmpty()) {
          yield Orientation.UPRIGHT;
        }
        try (InputStream data = exif.get(0).data()) {
          // The identifier ends with two zeros, of which one has been read.
          yield data.read() < 0 ? Orientation.UPRIGHT : exif(data.readAllBytes());
        }
      }
      case WEBP -> webp(in);
      case TIFF -> TiffFile.first(in).orientation();
      case PNG -> png.flatMap(PngFile::exif).map(PictureReader::exif).orElse(Orientation.UPRIGHT);
      case GIF, BMP -> Orientation.UPRIGHT;
    };
  }

  /** What cannot be read of EXIF data says nothing, as in viewers. */
  private static Orientation exif(byte[] data) {
    try (ImageInputStream in = new ByteArrayImageInputStream(data)) {
      return TiffFile.first(in).orientation();
    } catch (IOException | RuntimeException e) {
      return Orientation.UPRIGHT;
    }
  }

  /** Checks the length of a RIFF file, and finds its EXIF chunk. */
  private Orientation webp(ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(4);
    long end = 8 + in.readUnsignedInt();
    if (end > in.length()) {
      throw new DamagedImageException(
          "%s of its %s bytes are missing".formatted(end - in.length(), end));
    }
    Orientation orientation = Orientation.UPRIGHT;
    long chunk = RIFF_HEADER;
    while (chunk + 8 <= end) {
      in.seek(chunk);
      byte[] name = new byte[4];
      in.readFully(name);
      long length = in.readUnsignedInt();
      if (new String(name, StandardCharsets.ISO_8859_1).equals("EXIF") && length < 1 << 24) {
        byte[] data = new byte[(int) Math.min(length, end - chunk - 8)];
        in.readFully(data);
        orientation = exif(data);
      }
      chunk += 8 + length + length % 2;
    }
    in.setByteOrder(ByteOrder.BIG_ENDIAN);
    return orientation;
  }
}
