package org.neuralstyle.picture;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.io.RoiEncoder;
import ij.io.TiffEncoder;
import ij.plugin.FileInfoVirtualStack;
import ij.plugin.PNG_Writer;
import ij.util.StringSorter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.neuralstyle.image.AlphaMask;
import org.neuralstyle.storage.OutputFile;

/** Image files, read and written by ImageJ's own readers and writers, with or without a display. */
public final class ImageFiles {

  private ImageFiles() {}

  /**
   * Opens an image without showing it, as {@link #read}, but without its transparency.
   *
   * @param path the file
   * @return the image
   * @throws IOException as {@link #read}
   */
  public static ImagePlus open(Path path) throws IOException {
    return read(path).imp();
  }

  /**
   * Opens an image without showing it, as viewers show it: upright, its colours in sRGB. Grey
   * values, and colours of 16 bits, are kept.
   *
   * @param path a file in a format that its first bytes tell: TIFF, PNG, JPEG, GIF, BMP, WebP, PGM,
   *     DICOM, FITS, a zipped TIFF or DICOM, or one that Bio-Formats reads where it is installed
   * @return the image, its transparency, and what a person should know about it
   * @throws IOException if there is no such file, it is no image that can be read, a part of it is
   *     missing, or Java has too little memory; the message names the file
   */
  public static OpenedImage read(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException("No such file: " + path);
    }
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a folder; give an image file.");
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException(
          path + " is a pipe or device; save what comes from it as an image file.");
    }
    if (!Files.isReadable(path)) {
      throw new IOException(path + " may not be read; check its permissions.");
    }
    return ImageFileReader.read(path);
  }

  /**
   * Opens a stack whose slices stay in the file until they are needed.
   *
   * @param path a TIFF file
   * @return the image; read as a whole if its kind of TIFF does not allow for more
   * @throws IOException as {@link #open}
   */
  public static ImagePlus openVirtual(Path path) throws IOException {
    if (!ImageFileReader.isVirtual(path)) {
      return open(path);
    }
    IJ.redirectErrorMessages();
    try {
      ImagePlus imp = FileInfoVirtualStack.openVirtual(path.toAbsolutePath().toString());
      return imp == null ? open(path) : imp;
    } catch (RuntimeException e) {
      return open(path);
    } finally {
      IJ.redirectErrorMessages(false);
    }
  }

  /**
   * The images in a folder.
   *
   * @param folder the folder; what lies deeper, hidden files, text, tables and ImageJ's regions and
   *     colour tables are left out
   * @return the files in the order of their names and numbers, at least one; of formats that ImageJ
   *     does not know by itself too
   * @throws IOException if there is no such folder or it holds none; the message names it
   */
  public static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("There is no folder " + folder + ".");
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          inOrder(
              all.filter(file -> Files.isRegularFile(file) && !name(file).startsWith("."))
                  .filter(ImageFiles::mayBeImage));
    }
    if (files.isEmpty()) {
      throw new IOException("The folder " + folder + " holds no images.");
    }
    return files;
  }

  /** As ImageJ has them: 2 before 10. */
  static List<Path> inOrder(Stream<Path> files) {
    Map<String, Path> byName = new HashMap<>();
    files.forEach(file -> byName.put(String.valueOf(file.getFileName()), file));
    String[] names = byName.keySet().toArray(String[]::new);
    StringSorter.sort(names);
    return Stream.of(StringSorter.sortNumerically(names)).map(byName::get).toList();
  }

  private static boolean mayBeImage(Path path) {
    int type = new Opener().getFileType(path.toAbsolutePath().toString());
    return isImage(type) || type == Opener.UNKNOWN;
  }

  /**
   * Saves an image; the extension chooses the format. TIFF keeps everything: the type, all slices,
   * display ranges, colours, calibration and properties. The others hold what the image shows in 8
   * bits for each colour, but PNG 16 bits of what a grey image of so many shows. An existing file
   * is replaced, but only when the new one is complete: after an error everything is as it was.
   *
   * @param imp the image, which is left as it is
   * @param path a file ending in tif, tiff, png, jpg, jpeg, gif or bmp, in an existing folder
   * @throws IOException if the file cannot be written; the message names it
   * @throws IllegalArgumentException if the extension is none of these
   */
  public static void save(ImagePlus imp, Path path) throws IOException {
    save(imp, Optional.empty(), path);
  }

  /**
   * Saves an image with transparency, which TIFF and PNG keep, GIF where more than half of a pixel
   * is seen or hidden, and others show in front of white. A TIFF then is RGB.
   *
   * @param imp the image, which is left as it is
   * @param alpha its transparency, of the same size
   * @param path as in {@link #save(ImagePlus, Path)}
   * @throws IOException as {@link #save(ImagePlus, Path)}
   * @throws IllegalArgumentException as {@link #save(ImagePlus, Path)}
   */
  public static void save(ImagePlus imp, Optional<AlphaMask> alpha, Path path) throws IOException {
    checkTarget(path);
    String extension = extension(path);
    OutputFile.write(path, file -> write(imp, alpha, file, extension));
  }

  /**
   * Saves a result that took long to make: as {@link #save}, but where that cannot be, it is kept
   * beside its place under another name, or in the folder for temporary files.
   *
   * @param imp the image, which is left as it is
   * @param alpha its transparency, of the same size
   * @param path as for {@link #save}
   * @throws IOException if the file cannot be written; the message names it, and where the image is
   *     instead
   * @throws IllegalArgumentException if the extension is none of those of {@link #save}
   */
  public static void saveOrKeep(ImagePlus imp, Optional<AlphaMask> alpha, Path path)
      throws IOException {
    String extension = extension(path);
    OutputFile.writeOrKeep(path, file -> write(imp, alpha, file, extension));
  }

  /**
   * Checks, without writing anything, that an image could be saved.
   *
   * @param path where it is going to be saved
   * @throws IOException if the folder is missing or not writable; the message names it
   * @throws IllegalArgumentException if the extension is none of those of {@link #save}, or there
   *     is a file that is no image
   */
  public static void checkTarget(Path path) throws IOException {
    extension(path);
    OutputFile output = new OutputFile("The result", path);
    output.checkWritable();
    output.checkKind("an image", ImageFiles::mayBeReplaced);
  }

  /**
   * The file that an image was opened from.
   *
   * @param imp the image
   * @return its path, or nothing if it was made otherwise or comes from the network
   */
  public static Optional<Path> fileOf(ImagePlus imp) {
    FileInfo info = imp.getOriginalFileInfo();
    if (info == null
        || info.fileName == null
        || info.directory == null
        || (info.url != null && !info.url.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(Path.of(info.directory, info.fileName));
  }

  /**
   * Whether a file is an image, which another one may replace.
   *
   * @param path the file
   * @return true if it begins like an image of a kind that ImageJ knows
   */
  public static boolean mayBeReplaced(Path path) {
    return isImage(new Opener().getFileType(path.toAbsolutePath().toString()));
  }

  /**
   * Checks, without writing anything, that a file of any kind could be written.
   *
   * @param path where it is going to be written
   * @throws IOException if the folder is missing or not writable; the message names it
   */
  public static void checkWritable(Path path) throws IOException {
    new OutputFile("The output", path).checkWritable();
  }

  private static boolean isImage(int type) {
    return switch (type) {
      case Opener.TIFF,
          Opener.DICOM,
          Opener.TIFF_AND_DICOM,
          Opener.FITS,
          Opener.PGM,
          Opener.JPEG,
          Opener.GIF,
          Opener.BMP,
          Opener.ZIP,
          Opener.PNG ->
          true;
      default -> false;
    };
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static String extension(Path path) {
    String name = name(path).toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1);
    return switch (extension) {
      case "tif", "tiff" -> "tif";
      case "jpg", "jpeg" -> "jpg";
      case "png", "gif", "bmp" -> extension;
      default ->
          throw new IllegalArgumentException(
              "Cannot save as "
                  + path
                  + ": the name must end in .tif, .tiff, .png, .jpg, .jpeg, .gif or .bmp.");
    };
  }

  private static void write(ImagePlus imp, Optional<AlphaMask> alpha, Path path, String extension)
      throws IOException {
    boolean holdsAlpha = !extension.equals("jpg") && !extension.equals("bmp");
    if (alpha.isEmpty()) {
      write(imp, path, extension);
    } else if (holdsAlpha) {
      PictureWriter.write(imp, alpha.get(), path, extension);
    } else {
      write(PictureWriter.onWhite(imp, alpha.get()), path, extension);
    }
  }

  private static void write(ImagePlus imp, Path path, String extension) throws IOException {
    switch (extension) {
      case "tif" -> {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
          writeTiff(imp, out);
        }
      }
      case "jpg" -> PictureWriter.writeJpeg(imp, path);
      case "png" -> writePng(imp, path);
      default -> {
        if (!ImageIO.write(imp.getBufferedImage(), extension, path.toFile())) {
          throw new IOException("no writer for " + extension);
        }
      }
    }
  }

  private static void writePng(ImagePlus imp, Path path) throws IOException {
    if (imp.getBitDepth() == 16 && PictureWriter.isGray(imp)) {
      PictureWriter.writeGrayPng(imp, Optional.empty(), path);
      return;
    }
    try {
      new PNG_Writer().writeImage(imp, path.toString(), -1);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  // What FileSaver.saveAsTiff does; but that shows errors in a dialog and renames the image.
  static void writeTiff(ImagePlus imp, OutputStream out) throws IOException {
    FileSaver saver = new FileSaver(imp);
    FileInfo info = imp.getFileInfo();
    info.description = saver.getDescriptionString();
    info.info = imp.getInfoProperty();
    info.properties = imp.getPropertiesAsArray();
    info.roi = RoiEncoder.saveAsByteArray(imp.getRoi());
    info.overlay = FileSaver.getOverlay(imp);
    if (imp.hasImageStack()) {
      ImageStack stack = imp.getStack();
      info.sliceLabels =
          IntStream.rangeClosed(1, stack.size())
              .mapToObj(stack::getSliceLabel)
              .toArray(String[]::new);
      if (info.nImages > 1 && stack instanceof VirtualStack virtualStack) {
        info.virtualStack = virtualStack;
      }
    }
    if (imp.isComposite()) {
      saver.saveDisplayRangesAndLuts(imp, info);
    }
    new TiffEncoder(info).write(out);
  }
}
