package org.neuralstyle.stack;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;

/** FFmpeg's opinion on a picture that another library reads, and reads without a word. */
public final class PictureCheck {

  private PictureCheck() {}

  /**
   * Whether FFmpeg finds damage in a picture.
   *
   * @param file with one picture, or more, of which the first is looked at
   * @return false also where FFmpeg does not know its kind
   */
  public static boolean findsDamage(Path file) {
    Ffmpeg.prepare();
    try (MovieReader reader = new MovieReader(file, avutil.AVMEDIA_TYPE_VIDEO)) {
      if (!reader.exists()) {
        return false;
      }
      reader.decode(false);
      int before = Complaints.count();
      boolean any = reader.frame() != null;
      return !any || reader.errors() > 0 || Complaints.count() > before;
    } catch (IOException e) {
      return false;
    }
  }
}
