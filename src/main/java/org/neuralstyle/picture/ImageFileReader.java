package org.neuralstyle.picture;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.io.TiffDecoder;
import ij.measure.Calibration;
import ij.process.LUT;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.PictureCheck;

/**
 * Finds the reader of an image file by its first bytes. What a viewer shows is what is read; where
 * ImageJ's own reader gets that right, it reads, since it alone keeps calibration, display ranges
 * and stacks.
 */
final class ImageFileReader {

  private static final int HEADER = 32;
  // Of three float32, in which every image is used.
  private static final long BYTES_PER_PIXEL = 3 * Float.BYTES;
  private static final double DEEP_MAX = 65535;

  // What is written in the files of kinds that people have, and where; they are named in messages.
  private static final Map<String, String> OTHER_KINDS =
      Map.ofEntries(
          Map.entry("4 ftypheic", "HEIC image"),
          Map.entry("4 ftypheix", "HEIC image"),
          Map.entry("4 ftypmif1", "HEIF image"),
          Map.entry("4 ftypmsf1", "HEIF image"),
          Map.entry("4 ftypavif", "AVIF image"),
          Map.entry("4 ftypavis", "AVIF image"),
          Map.entry("4 ftypcrx ", "raw photograph (CR3)"),
          Map.entry("4 ftyp", "film"),
          Map.entry("4 JXL ", "JPEG XL image"),
          Map.entry("0 \u00ff\n", "JPEG XL image"),
          Map.entry("4 jP  ", "JPEG 2000 image"),
          Map.entry("0 \u00ffO\u00ffQ", "JPEG 2000 image"),
          Map.entry("0 8BPS", "Photoshop file"),
          Map.entry("0 %PDF", "PDF"),
          Map.entry("0 %!PS", "PostScript file"),
          Map.entry("0 <svg", "SVG drawing"),
          Map.entry("0 v/1\u0001", "OpenEXR image"),
          Map.entry("0 FUJIFILM", "raw photograph (RAF)"),
          Map.entry("0 \u0089HDF", "HDF5 file"),
          Map.entry("0 gimp xcf", "GIMP file"));

  private ImageFileReader() {}

  /**
   * Reads a file that exists.
   *
   * @throws IOException if it is no image, damaged, or too large; the message names it
   */
  static OpenedImage read(Path path) throws IOException {
    try {
      OpenedImage image = withOpener(path);
      return FiniteValues.of(image, path);
    } catch (DamagedImageException e) {
      throw new IOException(
          path + " is damaged: " + e.getMessage() + ". Get a whole copy of it.", e);
    } catch (OutOfMemoryError e) {
      throw new IOException(tooLittleMemory(path), e);
    }
  }

  private static OpenedImage withOpener(Path path) throws IOException {
    // Readers show a dialog on errors and end a running macro, unless they are told to log.
    IJ.redirectErrorMessages();
    try {
      return read(path, header(path));
    } catch (UnusableImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (isCausedBy(OutOfMemoryError.class, e)) {
        throw new IOException(tooLittleMemory(path), e);
      }
      if (e instanceof DamagedImageException damaged) {
        throw damaged;
      }
      if (isCausedBy(EOFException.class, e)) {
        throw new DamagedImageException("it ends too early", e);
      }
      // Decoders meet damage with any exception.
      throw new UnusableImageException(
          "%s cannot be read (%s). It is damaged, or of a kind that is not supported; save it as PNG or TIFF with another program."
              .formatted(
                  path, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          e);
    } finally {
      IJ.redirectErrorMessages(false);
    }
  }

  private static boolean isCausedBy(Class<? extends Throwable> type, Throwable e) {
    return e != null && (type.isInstance(e) || isCausedBy(type, e.getCause()));
  }

  private static String header(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(HEADER), StandardCharsets.ISO_8859_1);
    }
  }

  private static OpenedImage read(Path path, String header) throws IOException {
    Optional<PictureReader.Format> picture = picture(header);
    if (picture.isPresent()) {
      return new PictureReader(path, picture.get()).read();
    }
    if (isTiff(header)) {
      return tiff(path);
    }
    if (header.startsWith("PK\u0003\u0004")) {
      return zipped(path);
    }
    Optional<String> other = otherKind(header);
    if (other.isPresent()) {
      throw new UnusableImageException(
          "%s is a %s, which cannot be read; save it as PNG, JPEG or TIFF."
              .formatted(path, other.get()),
          null);
    }
    return OpenedImage.of(byImageJ(path));
  }

  private static Optional<PictureReader.Format> picture(String header) {
    if (header.startsWith("\u0089PNG\r\n")) {
      return Optional.of(PictureReader.Format.PNG);
    }
    if (header.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(PictureReader.Format.JPEG);
    }
    if (header.startsWith("GIF8")) {
      return Optional.of(PictureReader.Format.GIF);
    }
    if (header.startsWith("BM")) {
      return Optional.of(PictureReader.Format.BMP);
    }
    boolean webp = header.startsWith("RIFF") && header.startsWith("WEBP", 8);
    return webp ? Optional.of(PictureReader.Format.WEBP) : Optional.empty();
  }

  static boolean isTiff(String header) {
    return header.startsWith("II*\0")
        || header.startsWith("MM\0*")
        || header.startsWith("II+\0")
        || header.startsWith("MM\0+");
  }

  private static Optional<String> otherKind(String header) {
    // The longest one says most.
    return OTHER_KINDS.entrySet().stream()
        .filter(
            kind -> header.startsWith(kind.getKey().substring(2), kind.getKey().charAt(0) - '0'))
        .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
        .map(Map.Entry::getValue);
  }

  private static OpenedImage tiff(Path path) throws IOException {
    TiffFile file = TiffFile.read(path);
    TiffDirectory first = file.first();
    checkSize(path, first.get(TiffDirectory.WIDTH, 0), first.get(TiffDirectory.HEIGHT, 0));
    if (!file.isForImageJ()) {
      OpenedImage image = new PictureReader(path, PictureReader.Format.TIFF).read();
      describe(image.imp(), path.toAbsolutePath());
      return file.isFax() && PictureCheck.findsDamage(path) ? damagedFax(image, path) : image;
    }
    if (file.bytes() > Runtime.getRuntime().maxMemory()) {
      // ImageJ's reader would say nothing.
      throw new OutOfMemoryError();
    }
    ImagePlus imp = byImageJ(path);
    if (file.isDeepRgb() && !file.isFromImageJ()) {
      imp = inFullRange(imp);
    }
    return OpenedImage.of(first.orientation().apply(imp));
  }

  /** Viewers show as much as they can of such pictures. */
  private static OpenedImage damagedFax(OpenedImage image, Path path) {
    List<String> warnings = new ArrayList<>(image.warnings());
    warnings.add(
        "%s is damaged: its fax compression holds rows of another width. Look at the picture, or get a whole copy of it."
            .formatted(path));
    return new OpenedImage(image.imp(), image.alpha(), warnings);
  }

  /** Adds what ImageJ finds besides the pixels; nothing if it cannot read the kind at all. */
  private static void describe(ImagePlus imp, Path path) {
    try {
      FileInfo info =
          new TiffDecoder(path.getParent() + File.separator, String.valueOf(path.getFileName()))
              .getTiffInfo()[0];
      if (info.unit != null && info.pixelWidth > 0 && info.pixelHeight > 0) {
        Calibration calibration = imp.getCalibration();
        calibration.pixelWidth = info.pixelWidth;
        calibration.pixelHeight = info.pixelHeight;
        calibration.setUnit(info.unit);
      }
      if (info.properties != null) {
        imp.setProperties(info.properties);
      }
    } catch (IOException | RuntimeException e) {
      // The tiles and compressions that it does not know.
      imp.setProperty("Info", null);
    }
  }

  /** Whether ImageJ can leave the slices of a file where they are until they are needed. */
  static boolean isVirtual(Path path) throws IOException {
    if (!Files.isRegularFile(path) || !isTiff(header(path))) {
      return false;
    }
    try {
      TiffFile file = TiffFile.read(path);
      return file.isForImageJ() && file.first().orientation().equals(Orientation.UPRIGHT);
    } catch (DamagedImageException e) {
      // Reading it all says what is wrong.
      return false;
    }
  }

  /** By ImageJ's own readers, or Bio-Formats where it is installed. */
  private static ImagePlus byImageJ(Path path) throws IOException {
    Opener opener = new Opener();
    opener.setSilentMode(true);
    String file = path.toAbsolutePath().toString();
    int type = opener.getFileType(file);
    ImagePlus imp =
        switch (type) {
          case Opener.TIFF, Opener.DICOM, Opener.TIFF_AND_DICOM, Opener.FITS ->
              opener.openImage(file);
          case Opener.PGM -> {
            PnmFile.check(path);
            yield opener.openImage(file);
          }
          // Opener itself would ask questions, or show tables, text and regions.
          case Opener.UNKNOWN -> Opener.openUsingBioFormats(file);
          default -> null;
        };
    if (imp == null) {
      throw new UnusableImageException(
          path
              + " is no image that can be read; give TIFF, PNG, JPEG, GIF, BMP, WebP, PGM, DICOM or FITS.",
          null);
    }
    checkWhole(path, imp.getOriginalFileInfo());
    return imp;
  }

  /** Whether the pixels of a DICOM or FITS file are all there; ImageJ fills up with zeros. */
  private static void checkWhole(Path path, FileInfo info) throws IOException {
    if (info == null
        || (info.fileFormat != FileInfo.DICOM && info.fileFormat != FileInfo.FITS)
        || info.compression > FileInfo.COMPRESSION_NONE) {
      return;
    }
    long bytes =
        info.getOffset()
            + (long) info.width * info.height * info.getBytesPerPixel() * Math.max(1, info.nImages);
    if (bytes > Files.size(path)) {
      throw new DamagedImageException(
          "%s of its %s bytes are missing".formatted(bytes - Files.size(path), bytes));
    }
  }

  /** The first file of an archive, as any other file. */
  private static OpenedImage zipped(Path path) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(path))) {
      ZipEntry entry = zip.getNextEntry();
      String name = entry == null ? "" : entry.getName().toLowerCase(Locale.ROOT);
      if (!name.endsWith(".tif") && !name.endsWith(".tiff") && !name.endsWith(".dcm")) {
        throw new UnusableImageException(
            path
                + " is no image that can be read: an archive without a TIFF or DICOM image; unpack it and give an image.",
            null);
      }
      Path unpacked = Files.createTempFile("neural-style", name.substring(name.lastIndexOf('.')));
      try {
        Files.copy(zip, unpacked, StandardCopyOption.REPLACE_EXISTING);
        OpenedImage image = read(unpacked, header(unpacked));
        image.imp().setTitle(String.valueOf(Path.of(entry.getName()).getFileName()));
        return image;
      } catch (UnusableImageException e) {
        throw new UnusableImageException(
            e.getMessage().replace(unpacked.toString(), entry.getName() + " in " + path), e);
      } finally {
        Files.delete(unpacked);
      }
    }
  }

  /** Colours of 16 bits are shown as they are, not by the range of their values. */
  static ImagePlus inFullRange(ImagePlus imp) {
    CompositeImage composite =
        imp instanceof CompositeImage shown
            ? shown
            : new CompositeImage(imp, CompositeImage.COMPOSITE);
    LUT[] luts = composite.getLuts();
    for (LUT lut : luts) {
      lut.min = 0;
      lut.max = DEEP_MAX;
    }
    composite.setLuts(luts);
    return composite;
  }

  /** Refuses before the pixels are read what could not be used. */
  static void checkSize(Path path, long width, long height) throws IOException {
    if (width < 1 || height < 1) {
      throw new DamagedImageException("its size is %s x %s pixels".formatted(width, height));
    }
    if (width > RgbImage.MAX_PIXELS / height) {
      throw new UnusableImageException(
          "%s has %s x %s pixels; at most %s can be used. Reduce it first."
              .formatted(path, width, height, RgbImage.MAX_PIXELS),
          null);
    }
    if (width * height * BYTES_PER_PIXEL > Runtime.getRuntime().maxMemory()) {
      throw new OutOfMemoryError("%s x %s pixels".formatted(width, height));
    }
  }

  private static String tooLittleMemory(Path path) {
    return "Java has too little memory (%s MB) to open %s; give it more (JAVA_OPTS=-Xmx8g, or in ImageJ Edit > Options > Memory & Threads), or reduce the image."
        .formatted(Runtime.getRuntime().maxMemory() >> 20, path);
  }

  /** A file that is whole, but of no use; the message is a sentence that names it. */
  private static final class UnusableImageException extends IOException {
    private static final long serialVersionUID = 1;

    UnusableImageException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
