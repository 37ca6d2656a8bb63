package org.neuralstyle.stack;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.neuralstyle.image.RgbImage;
import org.neuralstyle.tensor.NativeLibraries;

/**
 * The frames of a film in a file of any format that FFmpeg reads: MP4, MOV, AVI, MKV, WebM, GIF and
 * others. One frame at a time is in memory.
 */
public final class MovieSource implements FrameSource {

  private final Path file;
  private final int count;
  private final long announced;
  private FFmpegFrameGrabber grabber;
  private int next;

  /**
   * Opens a film and counts its frames, without decoding them.
   *
   * @param file the film
   * @throws IOException if it is missing, damaged, or of an unknown kind; the message says which
   */
  public MovieSource(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException("The film " + file + " does not exist.");
    }
    this.file = file;
    NativeLibraries.prepare();
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    this.grabber = open(file);
    this.announced = announced();
    this.count = countFrames();
    reopen();
  }

  private static FFmpegFrameGrabber open(Path file) throws IOException {
    FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile());
    grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
    try {
      grabber.start();
    } catch (FrameGrabber.Exception e) {
      release(grabber);
      throw new IOException(
          "The film %s cannot be opened: it is truncated, damaged, or of a kind that FFmpeg does not know. Convert it to MP4 first."
              .formatted(file),
          e);
    }
    if (!grabber.hasVideo()) {
      release(grabber);
      throw new IOException("The file " + file + " holds no film that FFmpeg can decode.");
    }
    return grabber;
  }

  private static void release(FFmpegFrameGrabber grabber) throws IOException {
    grabber.close();
  }

  /** The number of frames in the header, or after its duration; 0 if it has neither. */
  private long announced() {
    int stream = grabber.getVideoStream();
    long frames = grabber.getFormatContext().streams(Math.max(0, stream)).nb_frames();
    return frames > 0 || grabber.hasAudio()
        ? frames
        : Math.max(0, grabber.getLengthInVideoFrames());
  }

  /** One packet of a film's stream is one frame. */
  private int countFrames() throws IOException {
    int stream = grabber.getVideoStream();
    int frames = 0;
    for (AVPacket packet = grabber.grabPacket(); packet != null; packet = grabber.grabPacket()) {
      if (packet.size() == 0) {
        break;
      }
      if (stream < 0 || packet.stream_index() == stream) {
        frames++;
      }
    }
    return frames;
  }

  private void reopen() throws IOException {
    release(grabber);
    grabber = open(file);
    next = 0;
  }

  @Override
  public int count() {
    return count;
  }

  /**
   * Whether the file's header promises clearly more frames than there are.
   *
   * @return true for a film whose end is missing
   */
  public boolean isTruncated() {
    return announced > count + Math.max(2, count / 50);
  }

  /**
   * The frame rate.
   *
   * @return frames for each second
   */
  public double frameRate() {
    return grabber.getFrameRate();
  }

  @Override
  public RgbImage read(int index) throws IOException {
    if (index < next) {
      reopen();
    }
    Frame frame = null;
    while (next <= index) {
      frame = grabber.grabImage();
      if (frame == null) {
        throw new IOException(
            "The film %s ends after frame %d of %d: it is truncated or damaged. The frames before are kept."
                .formatted(file, next, count));
      }
      next++;
    }
    return image(frame);
  }

  /** From interleaved bytes, whose rows may be padded. */
  private static RgbImage image(Frame frame) {
    int width = frame.imageWidth;
    int height = frame.imageHeight;
    Buffer buffer = frame.image[0];
    ByteBuffer bytes = ((ByteBuffer) buffer).duplicate();
    float[] planes = new float[3 * width * height];
    byte[] row = new byte[3 * width];
    for (int y = 0; y < height; y++) {
      bytes.position(y * frame.imageStride);
      bytes.get(row);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          planes[(c * height + y) * width + x] = (row[3 * x + c] & 0xff) / 255f;
        }
      }
    }
    return new RgbImage(width, height, planes);
  }

  @Override
  public void close() throws IOException {
    release(grabber);
  }
}
