package org.neuralstyle.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.tensor.NativeLibraries;

/**
 * Writes a film frame by frame with FFmpeg, with the sound of another film.
 *
 * <p>MP4, MOV and MKV get H.264, AVI gets Motion JPEG, which ImageJ reads, GIF one palette of 256
 * colours. A side of odd length grows by one pixel, since the coders take pixels by twos. The film
 * is written beside its place and moved there when it is closed, whole or with the frames that were
 * finished.
 */
public final class MovieSink implements FrameSink {

  /** Bits for each pixel and frame: fine detail without visible blocks. */
  private static final double BITS = 0.6;

  /** The error that Linux, macOS and Windows have for a full disk. */
  private static final int NO_SPACE = 28;

  /** Frames that a film loses at most if its end cannot be written. */
  private static final int GROUP = 12;

  private static final double LARGEST_RATE = 60e6;

  private final Path file;
  private final Path part;
  private final double frameRate;
  private final Optional<Path> sound;
  private FFmpegFrameRecorder recorder;
  private int written;
  private FFmpegFrameGrabber soundGrabber;
  private Frame soundFrame;

  /**
   * A film that is written when its first frame comes.
   *
   * @param file its name ends in mp4, mov, mkv, avi or gif
   * @param frameRate frames for each second
   * @param sound a film whose sound is taken, where the format has any
   * @throws IOException if the file exists or its kind is not known
   */
  public MovieSink(Path file, double frameRate, Optional<Path> sound) throws IOException {
    if (!isMovie(file)) {
      throw new IOException(
          "The film %s has an unknown ending; use mp4, mov, mkv, avi or gif.".formatted(file));
    }
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(
          "The film " + file + " exists already; choose another name or move it away.");
    }
    if (!(frameRate > 0) || !(frameRate <= 1000)) {
      throw new IllegalArgumentException(
          "A film needs a frame rate from above 0 to 1000 frames for each second, not "
              + frameRate
              + ".");
    }
    NativeLibraries.prepare();
    this.file = file;
    this.part = file.toAbsolutePath().resolveSibling("part." + file.getFileName());
    this.frameRate = frameRate;
    this.sound = ending(file).equals("gif") ? Optional.empty() : sound;
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
  }

  /**
   * Whether a file's name is that of a film this writes.
   *
   * @param file a name
   * @return true for mp4, mov, mkv, avi and gif
   */
  public static boolean isMovie(Path file) {
    return ending(file).matches("mp4|mov|mkv|avi|gif");
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  @Override
  public void write(int index, RgbImage frame) throws IOException {
    try {
      if (recorder == null) {
        start(frame.width(), frame.height());
      }
      try (Frame packed = pack(frame)) {
        recorder.record(packed, avutil.AV_PIX_FMT_RGB24);
      }
      written++;
      writeSound((index + 1) / frameRate);
    } catch (IOException e) {
      throw new IOException(
          "Frame %d could not be written to %s: %s. What was written before it stays there; with a work folder no finished frame is lost."
              .formatted(index + 1, file, reason(e)),
          e);
    }
  }

  private void start(int width, int height) throws IOException {
    openSound();
    int channels = soundGrabber == null ? 0 : soundGrabber.getAudioChannels();
    recorder = new FFmpegFrameRecorder(part.toFile(), width, height, channels);
    recorder.setFrameRate(frameRate);
    recorder.setVideoBitrate((int) Math.min(LARGEST_RATE, BITS * width * height * frameRate));
    switch (ending(file)) {
      case "gif" -> {
        recorder.setVideoCodec(avcodec.AV_CODEC_ID_GIF);
        recorder.setPixelFormat(avutil.AV_PIX_FMT_RGB8);
      }
      case "avi" -> {
        recorder.setVideoCodec(avcodec.AV_CODEC_ID_MJPEG);
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUVJ420P);
        recorder.setVideoQuality(2);
      }
      default -> {
        recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
        recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
        recorder.setGopSize(GROUP);
        // In pieces that play without the end, until the end is there; and without lists of edits,
        // which would make the last frame longer.
        recorder.setOption("movflags", "+hybrid_fragmented+negative_cts_offsets");
      }
    }
    if (soundGrabber != null) {
      recorder.setSampleRate(soundGrabber.getSampleRate());
      recorder.setAudioCodec(
          ending(file).equals("avi") ? avcodec.AV_CODEC_ID_PCM_S16LE : avcodec.AV_CODEC_ID_AAC);
    }
    recorder.start();
  }

  private void openSound() throws IOException {
    if (sound.isPresent()) {
      FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(sound.get().toFile());
      grabber.start();
      if (grabber.getAudioChannels() > 0) {
        soundGrabber = grabber;
      } else {
        grabber.close();
      }
    }
  }

  /** The sound up to a time in seconds. */
  private void writeSound(double until) throws IOException {
    while (soundGrabber != null) {
      if (soundFrame == null) {
        soundFrame = soundGrabber.grabSamples();
      }
      if (soundFrame == null || soundFrame.timestamp > until * 1e6) {
        return;
      }
      recorder.recordSamples(soundFrame.sampleRate, soundFrame.audioChannels, soundFrame.samples);
      soundFrame = null;
    }
  }

  private static Frame pack(RgbImage image) {
    int width = image.width();
    int height = image.height();
    Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3);
    ByteBuffer bytes = (ByteBuffer) frame.image[0];
    byte[] row = new byte[3 * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          float value = image.planes()[(c * height + y) * width + x];
          row[3 * x + c] = (byte) Math.round(255 * Math.min(Math.max(value, 0), 1));
        }
      }
      bytes.position(y * frame.imageStride);
      bytes.put(row);
    }
    bytes.position(0);
    return frame;
  }

  @Override
  public void close() throws IOException {
    if (recorder != null) {
      try {
        recorder.close();
        checkEnd();
      } catch (IOException e) {
        throw new IOException(
            "The end of the film %s could not be written; is the disk full? What was written before it stays there."
                .formatted(file),
            e);
      } finally {
        recorder = null;
        if (soundGrabber != null) {
          soundGrabber.close();
        }
        Files.move(part, file);
      }
    }
  }

  /** FFmpeg's recorder says nothing if the last frames do not reach the disk. */
  private void checkEnd() throws IOException {
    try (MovieSource whole = new MovieSource(part)) {
      if (whole.count() < written) {
        throw new IOException("%d of %d frames are there".formatted(whole.count(), written));
      }
    }
  }

  /** FFmpeg tells the system's numbers of errors only. */
  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.matches("(?s).*error -" + NO_SPACE + "\\b.*") ? "the disk is full" : message;
  }
}
