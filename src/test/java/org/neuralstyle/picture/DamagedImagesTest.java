package org.neuralstyle.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that end early or are wrong inside, of all formats: refused, without delay. */
class DamagedImagesTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int W = SampleImages.W;
  private static final int H = SampleImages.H;

  @TempDir private Path folder;

  private byte[] whole(String kind) throws IOException {
    return SampleImages.whole(kind, folder);
  }

  /** Whether it is read; anything but an image or a message that names the file fails. */
  private boolean isRead(byte[] bytes, String what) throws IOException {
    Path path = Files.write(folder.resolve("damaged"), bytes);
    return assertTimeoutPreemptively(
        LIMIT,
        () -> {
          try {
            DisplayedImage.of(ImageFiles.read(path)).toRgb();
            return true;
          } catch (IOException e) {
            assertTrue(e.getMessage().contains(path.toString()), what + ": " + e.getMessage());
            return false;
          } catch (IllegalArgumentException e) {
            // A pixel or a range, which the message names.
            return false;
          }
        },
        what);
  }

  @ParameterizedTest
  @FieldSource("org.neuralstyle.picture.SampleImages#KINDS")
  void filesCutAnywhereAreRefused(String kind) throws IOException {
    byte[] whole = whole(kind);
    assertTrue(isRead(whole, "whole"));
    Random random = new Random(kind.hashCode());
    for (int i = 0; i < 30; i++) {
      // What follows the last pixel may be missing.
      int length = i < 2 ? i * 9 : random.nextInt(whole.length * 97 / 100);
      String what = kind + " cut to " + length + " of " + whole.length;
      if (isRead(Arrays.copyOf(whole, length), what)) {
        fail(what + " is read");
      }
    }
  }

  @ParameterizedTest
  @FieldSource("org.neuralstyle.picture.SampleImages#KINDS")
  void wrongBytesEndInAnImageOrAMessage(String kind) throws IOException {
    byte[] whole = whole(kind);
    Random random = new Random(kind.hashCode());
    boolean checked = kind.startsWith("png") || kind.equals("zip");
    for (int i = 0; i < 40; i++) {
      byte[] wrong = whole.clone();
      int at = random.nextInt(i % 2 == 0 ? Math.min(200, whole.length) : whole.length);
      wrong[at] ^= (byte) (1 + random.nextInt(255));
      boolean read = isRead(wrong, kind + " with byte " + at + " wrong");
      if (checked && kind.startsWith("png")) {
        // These have sums.
        assertTrue(!read, kind + " with byte " + at + " wrong is read");
      }
    }
  }

  @Test
  void directoriesInACircleAreRefused() throws IOException {
    byte[] tiff = whole("tif");
    ByteBuffer file =
        ByteBuffer.wrap(tiff)
            .order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = file.getInt(4);
    int next = directory + 2 + 12 * file.getShort(directory);
    file.putInt(next, directory);
    Path path = Files.write(folder.resolve("circle.tif"), tiff);
    for (int i = 0; i < 2; i++) {
      boolean whole = i == 0;
      String message =
          assertTimeoutPreemptively(
              LIMIT,
              () ->
                  assertThrows(
                          IOException.class,
                          () -> {
                            if (whole) {
                              ImageFiles.read(path);
                            } else {
                              ImageFiles.openVirtual(path);
                            }
                          })
                      .getMessage());
      assertTrue(message.contains("circle.tif is damaged"), message);
    }
  }

  @Test
  void aTiffWithoutThePlaceOfItsPixelsIsRefused() throws IOException {
    byte[] tiff = whole("tif");
    ByteBuffer file =
        ByteBuffer.wrap(tiff)
            .order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int entry = file.getInt(4) + 2;
    while (file.getShort(entry) != 273) {
      entry += 12;
    }
    file.putShort(entry, (short) 40000);
    Path path = Files.write(folder.resolve("nowhere.tif"), tiff);
    String message = assertThrows(IOException.class, () -> ImageFiles.read(path)).getMessage();
    assertTrue(message.contains("does not say where its pixels are"), message);
  }

  /** A mark of the end that comes first, and codes of nothing: decoders leave the rest black. */
  @ParameterizedTest
  @ValueSource(strings = {"804040", "80601fffff"})
  void compressedPixelsThatEndEarlyAreRefused(String damage) throws IOException {
    byte[] tiff = SampleImages.tiff("LZW");
    Path path = Files.write(folder.resolve("packed.tif"), tiff);
    assertEquals(List.of(), ImageFiles.read(path).warnings());
    TiffDirectory directory = TiffFile.read(path).first();
    byte[] wrong = HexFormat.of().parseHex(damage);
    int at = (int) directory.all(TiffDirectory.STRIP_OFFSETS)[0];
    System.arraycopy(wrong, 0, tiff, at, wrong.length);
    Files.write(path, tiff);
    String message = assertThrows(IOException.class, () -> ImageFiles.read(path)).getMessage();
    assertTrue(
        message.contains(path.toString()) && message.contains("compressed pixels is damaged"),
        message);
  }

  /** Java's decoder goes on with both, and reads what is none of the picture. */
  @Test
  void decodersThatHaveLostTheirWayAreNotTrusted() throws IOException {
    byte[] jpg = whole("jpg");
    for (int i = jpg.length * 3 / 5; i < jpg.length * 3 / 5 + 12; i++) {
      jpg[i] = (byte) (37 * i & 127);
    }
    Path jpeg = Files.write(folder.resolve("lost.jpg"), jpg);
    String told;
    try {
      told = ImageFiles.read(jpeg).warnings().toString();
    } catch (IOException e) {
      told = e.getMessage();
    }
    assertTrue(told.contains(jpeg.toString()), told);
    byte[] gif = whole("gif");
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 40; i++) {
      byte[] wrong = gif.clone();
      wrong[gif.length - 2 - random.nextInt(gif.length / 3)] ^= (byte) 0xaa;
      refused += isRead(wrong, "gif") ? 0 : 1;
    }
    assertTrue(refused >= 10, refused + " of 40");
  }

  @Test
  void missingSlicesAreCounted() throws IOException {
    byte[] stack = whole("stack");
    // The directories of the other slices follow the last one.
    int begin = stack.length;
    while (begin % (W * H) != 0 || begin > 3 * W * H + 1000) {
      begin--;
    }
    ByteBuffer file = ByteBuffer.wrap(stack);
    file.order(stack[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = file.getInt(4);
    // As ImageJ writes stacks of more than 4 GB: with one directory.
    file.putInt(directory + 2 + 12 * file.getShort(directory), 0);
    Path path = folder.resolve("stack.tif");
    Files.write(path, stack);
    assertEquals(6, ImageFiles.read(path).imp().getStackSize());
    int pixels = new String(stack, StandardCharsets.ISO_8859_1).indexOf("ImageJ=") + 400;
    Files.write(path, Arrays.copyOf(stack, pixels + 2 * W * H));
    String message =
        assertThrows(IOException.class, () -> ImageFiles.openVirtual(path)).getMessage();
    assertTrue(message.contains("of its 6 slices are missing"), message);
  }

  @Test
  void kindsThatCannotBeReadAreNamed() throws IOException {
    byte[] heic = "\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1);
    Path path = Files.write(folder.resolve("photo.heic"), heic);
    String message = assertThrows(IOException.class, () -> ImageFiles.read(path)).getMessage();
    assertEquals(
        path + " is a HEIC image, which cannot be read; save it as PNG, JPEG or TIFF.", message);
    for (String start : List.of("8BPS\0\1", "%PDF-1.7", "<svg xmlns", "\0\0\0 ftypisom")) {
      Files.write(path, start.getBytes(StandardCharsets.ISO_8859_1));
      message = assertThrows(IOException.class, () -> ImageFiles.read(path)).getMessage();
      assertTrue(message.contains("which cannot be read"), message);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no mkfifo")
  void pipesAreRefused() throws Exception {
    Path pipe = folder.resolve("pipe.tif");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    String message =
        assertTimeoutPreemptively(
            LIMIT, () -> assertThrows(IOException.class, () -> ImageFiles.read(pipe)).getMessage());
    assertTrue(message.contains(pipe + " is a pipe"), message);
  }
}
