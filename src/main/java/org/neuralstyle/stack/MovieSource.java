package org.neuralstyle.stack;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.neuralstyle.image.RgbImage;

/**
 * The frames of a film in a file of any format that FFmpeg reads: MP4, MOV, AVI, MKV, WebM, GIF and
 * others, as a player shows them. One frame at a time is in memory.
 */
public final class MovieSource implements FrameSource {

  private static final double DEFAULT_RATE = 25;
  private static final double MICROSECOND = 1e-6;

  private final Path file;
  private final FrameTimes times;
  private final List<String> warnings = new ArrayList<>();
  private boolean truncated;
  private boolean sound;
  private MovieReader reader;
  private ShownPicture picture;
  private int next;

  /**
   * Opens a film and reads through it once, which finds what is missing before any work is done.
   *
   * @param file the film
   * @throws IOException if it is missing, damaged, or of an unknown kind; the message says which
   */
  public MovieSource(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new FileNotFoundException("The film " + file + " does not exist.");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "The film %s is %s; give a film in a file."
              .formatted(file, Files.isDirectory(file) ? "a folder" : "a pipe or a device"));
    }
    if (!Files.isReadable(file)) {
      throw new IOException("The film %s may not be read; check its permissions.".formatted(file));
    }
    this.file = file;
    Ffmpeg.prepare();
    int before = Complaints.count();
    try (MovieReader survey = open(true)) {
      this.times = survey(survey);
      tellDamage(survey.errors() > 0 ? survey.errors() : Complaints.count() - before);
    }
    this.reader = open(false);
    this.picture = new ShownPicture(reader);
  }

  private MovieReader open(boolean roughly) throws IOException {
    MovieReader opened;
    try {
      opened = new MovieReader(file, avutil.AVMEDIA_TYPE_VIDEO);
    } catch (FfmpegException e) {
      throw new IOException(
          "The film %s cannot be opened: it is truncated, damaged, or of a kind that FFmpeg does not know. Convert it to MP4 first."
              .formatted(file),
          e);
    }
    if (!opened.exists()) {
      opened.close();
      throw new IOException(
          "The file %s holds no pictures, only sound or other data; give a film.".formatted(file));
    }
    try {
      opened.decode(roughly);
    } catch (IOException e) {
      opened.close();
      throw new IOException(
          "The film %s is of a kind that FFmpeg does not know: %s. Convert it to MP4 first."
              .formatted(file, e.getMessage()),
          e);
    }
    return opened;
  }

  private void tellDamage(int places) {
    if (places > 0) {
      warnings.add(
          "The film %s is damaged in %s places; frames there may be missing or wrong."
              .formatted(file, places));
    }
  }

  private FrameTimes survey(MovieReader survey) throws IOException {
    sound = hasSound(survey);
    AVStream stream = survey.stream();
    AVRational tick = stream.time_base();
    double rate = rate(stream);
    long usual = Math.max(1, Math.round(tick.den() / (rate * tick.num())));
    List<Long> starts = new ArrayList<>();
    long longest = usual;
    long shortest = Long.MAX_VALUE;
    long duration = 0;
    long shown = Long.MIN_VALUE;
    boolean backwards = false;
    for (AVFrame frame = survey.frame(); frame != null; frame = survey.frame()) {
      long last = starts.isEmpty() ? 0 : starts.get(starts.size() - 1);
      long time = frame.best_effort_timestamp();
      if (time == avutil.AV_NOPTS_VALUE || (!starts.isEmpty() && time <= last)) {
        time = starts.isEmpty() ? 0 : last + usual;
      }
      if (!starts.isEmpty()) {
        longest = Math.max(longest, time - last);
        shortest = Math.min(shortest, time - last);
      }
      starts.add(time);
      if (frame.pts() != avutil.AV_NOPTS_VALUE) {
        backwards |= frame.pts() < shown;
        shown = frame.pts();
      }
      duration = frame.duration();
      tellHdr(frame);
    }
    if (starts.isEmpty()) {
      throw new IOException(
          "The film %s holds no frame that can be decoded: it is truncated or damaged. Convert it to MP4 first."
              .formatted(file));
    }
    if (backwards) {
      warnings.add(
          "In the film %s the times of some frames run backwards; it may be damaged, and frames may be in another order."
              .formatted(file));
    }
    if (shortest != Long.MAX_VALUE && shortest > 1) {
      rate = Math.min(rate, tick.den() / ((double) shortest * tick.num()) * 1.5);
    }
    long last = starts.get(starts.size() - 1);
    double missing = announcedEnd(survey) - Math.max(survey.lastEnd(), seconds(last, tick));
    double patience = 1.5 * seconds(longest, tick);
    truncated = missing > patience || survey.isBroken() || FilmEnd.isMissing(file, kind(survey));
    if (truncated) {
      warnings.add(
          "The film %s ends early, after %s frames; it may be truncated."
              .formatted(file, starts.size()));
    }
    long end = last + lastDuration(survey, starts, duration > 0 ? duration : usual);
    return new FrameTimes(tick.num(), tick.den(), starts, end, rate);
  }

  private void tellHdr(AVFrame frame) {
    boolean hdr =
        frame.color_trc() == avutil.AVCOL_TRC_SMPTE2084
            || frame.color_trc() == avutil.AVCOL_TRC_ARIB_STD_B67;
    if (hdr && warnings.isEmpty()) {
      warnings.add(
          "The film %s is HDR, whose colours are taken as they are stored and look pale. Convert it to SDR first."
              .formatted(file));
    }
  }

  private static double rate(AVStream stream) {
    for (AVRational rate : List.of(stream.r_frame_rate(), stream.avg_frame_rate())) {
      double value = rate.den() > 0 ? (double) rate.num() / rate.den() : 0;
      if (value > 0 && value <= 1000) {
        return value;
      }
    }
    return DEFAULT_RATE;
  }

  /** Until when there are packets after the header, in seconds; 0 if it does not say. */
  private static double announcedEnd(MovieReader survey) {
    AVFormatContext format = survey.format();
    if (format.duration_estimation_method() != avformat.AVFMT_DURATION_FROM_STREAM) {
      return 0;
    }
    // FFmpeg shortens the length of an AVI that is cut, but leaves its number of frames, empty ones
    // included.
    AVStream pictures = survey.stream();
    boolean avi = kind(survey).equals("avi");
    double end = avi ? seconds(pictures.nb_frames(), pictures.time_base()) : 0;
    for (int i = 0; i < format.nb_streams(); i++) {
      end = Math.max(end, end(format.streams(i)));
    }
    return end > 0 ? end : Math.max(0, format.duration()) * MICROSECOND;
  }

  private static String kind(MovieReader survey) {
    return survey.format().iformat().name().getString();
  }

  private static double end(AVStream stream) {
    long start = stream.start_time() == avutil.AV_NOPTS_VALUE ? 0 : stream.start_time();
    return stream.duration() > 0 ? seconds(start + stream.duration(), stream.time_base()) : 0;
  }

  /**
   * How long the last frame lasts, in ticks: as the header says; where its sound, or the film as a
   * whole, goes on, as long as the frame before, since players hold it; and as that where nothing
   * is said.
   */
  private long lastDuration(MovieReader survey, List<Long> starts, long own) {
    int count = starts.size();
    long last = starts.get(count - 1);
    long before = count > 1 ? last - starts.get(count - 2) : own;
    if (truncated) {
      return Math.max(1, Math.min(own, before));
    }
    AVRational tick = survey.stream().time_base();
    double announced = Math.max(announcedEnd(survey), soundEnd(survey));
    if (!(announced > 0)) {
      return Math.max(own, before);
    }
    double header = end(survey.stream()) - seconds(last, tick);
    long said = header > 0 ? Math.round(header * tick.den() / tick.num()) : own;
    double rest = announced - seconds(last, tick);
    return Math.max(
        Math.max(1, said), Math.min(before, Math.round(rest * tick.den() / tick.num())));
  }

  private double soundEnd(MovieReader survey) {
    return sound ? survey.lastEnd() : 0;
  }

  private static boolean hasSound(MovieReader survey) {
    AVFormatContext format = survey.format();
    return IntStream.range(0, format.nb_streams())
        .anyMatch(i -> format.streams(i).codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO);
  }

  private static double seconds(long ticks, AVRational tick) {
    return Ffmpeg.seconds(ticks, tick);
  }

  @Override
  public int count() {
    return times.starts().size();
  }

  /**
   * Whether the file's header promises clearly more than there is.
   *
   * @return true for a film whose end is missing
   */
  public boolean isTruncated() {
    return truncated;
  }

  /**
   * Whether the film has sound.
   *
   * @return true if there is a stream of it
   */
  public boolean hasSound() {
    return sound;
  }

  /**
   * What the user has to know about the film: that it is truncated, damaged or HDR.
   *
   * @return sentences that name the file
   */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * When the frames are shown.
   *
   * @return in the film's own clock, which need not begin at 0
   */
  public FrameTimes times() {
    return times;
  }

  /**
   * The frame rate.
   *
   * @return frames for each second, on average
   */
  public double frameRate() {
    return count() / times.seconds(times.end() - times.start(0));
  }

  @Override
  public RgbImage read(int index) throws IOException {
    if (index < next) {
      close();
      reader = open(false);
      picture = new ShownPicture(reader);
      next = 0;
    }
    AVFrame frame = null;
    while (next <= index) {
      frame = reader.frame();
      if (frame == null) {
        throw new IOException(
            "The film %s ends after frame %s of %s: it is truncated or damaged. The frames before are kept."
                .formatted(file, next, count()));
      }
      next++;
    }
    try {
      return picture.of(frame);
    } catch (FfmpegException e) {
      throw new IOException(
          "Frame %s of the film %s cannot be shown: %s. Convert it to MP4 first."
              .formatted(index + 1, file, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    picture.close();
    reader.close();
  }
}
