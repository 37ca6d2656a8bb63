package org.neuralstyle.stack;

import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.neuralstyle.image.RgbImage;

/**
 * Decoded pictures as a player shows them: in the film's colours, with square pixels, and turned as
 * the header says. What is transparent is shown on white. All have the size of the first.
 */
final class ShownPicture implements AutoCloseable {

  private static final int CHANNELS = 4;

  /** Films of at least this size are BT.709 where they do not say, smaller ones BT.601. */
  private static final int HD_WIDTH = 1280;

  private static final int HD_HEIGHT = 720;

  /** Pixels longer than this are damage. */
  private static final double LONGEST_PIXEL = 8;

  private final MovieReader reader;
  private final Turn turn;
  private SwsContext scaler;
  private int width;
  private int height;

  /** A right-angled turn and mirroring: of both axes, after exchanging them. */
  private record Turn(boolean exchanged, boolean mirrorX, boolean mirrorY) {

    private static final int WORDS = 9;

    /**
     * From a display matrix, row by row: a pixel at (x, y) is shown at (a x + c y, b x + d y),
     * where a and b are the first two words, c and d the fourth and fifth.
     */
    static Turn of(AVPacketSideData data) {
      if (data == null || data.isNull() || data.size() < (long) WORDS * Integer.BYTES) {
        return new Turn(false, false, false);
      }
      int[] matrix = new int[WORDS];
      new IntPointer(data.data()).get(matrix);
      boolean exchanged = Math.abs((long) matrix[1]) > Math.abs((long) matrix[0]);
      return exchanged
          ? new Turn(true, matrix[3] < 0, matrix[1] < 0)
          : new Turn(false, matrix[0] < 0, matrix[4] < 0);
    }
  }

  ShownPicture(MovieReader reader) {
    this.reader = reader;
    var parameters = reader.stream().codecpar();
    this.turn =
        Turn.of(
            avcodec.av_packet_side_data_get(
                parameters.coded_side_data(),
                parameters.nb_coded_side_data(),
                avcodec.AV_PKT_DATA_DISPLAYMATRIX));
  }

  RgbImage of(AVFrame frame) throws FfmpegException {
    if (width == 0) {
      measure(frame);
    }
    prepare(frame);
    int stride = CHANNELS * width;
    byte[] rgba = new byte[Math.multiplyExact(stride, height)];
    try (BytePointer pixels = new BytePointer((long) rgba.length + CHANNELS * Long.BYTES);
        PointerPointer<BytePointer> target = new PointerPointer<>(pixels, null, null, null);
        IntPointer strides = new IntPointer(stride, 0, 0, 0)) {
      Ffmpeg.check(
          swscale.sws_scale(
              scaler, frame.data(), frame.linesize(), 0, frame.height(), target, strides));
      pixels.get(rgba);
    }
    return turned(rgba);
  }

  private void measure(AVFrame frame) {
    width = frame.width();
    height = frame.height();
    AVRational pixel =
        avformat.av_guess_sample_aspect_ratio(reader.format(), reader.stream(), frame);
    double aspect = pixel.num() > 0 && pixel.den() > 0 ? (double) pixel.num() / pixel.den() : 1;
    if (aspect > 1 && aspect <= LONGEST_PIXEL) {
      width = (int) Math.round(width * aspect);
    } else if (aspect < 1 && aspect >= 1 / LONGEST_PIXEL) {
      height = (int) Math.round(height / aspect);
    }
  }

  private void prepare(AVFrame frame) throws FfmpegException {
    int flags =
        swscale.SWS_BICUBIC
            | swscale.SWS_ACCURATE_RND
            | swscale.SWS_FULL_CHR_H_INT
            | swscale.SWS_FULL_CHR_H_INP;
    scaler =
        swscale.sws_getCachedContext(
            scaler,
            frame.width(),
            frame.height(),
            frame.format(),
            width,
            height,
            avutil.AV_PIX_FMT_RGBA,
            flags,
            null,
            null,
            (DoublePointer) null);
    if (scaler == null || scaler.isNull()) {
      throw new FfmpegException("its kind of pixels is not known");
    }
    IntPointer matrix = swscale.sws_getCoefficients(matrix(frame));
    boolean full = isFullRange(frame);
    // Pixels that are RGB already have no matrix, and refuse one.
    swscale.sws_setColorspaceDetails(scaler, matrix, full ? 1 : 0, matrix, 1, 0, 1 << 16, 1 << 16);
  }

  private static int matrix(AVFrame frame) {
    int space = frame.colorspace();
    if (space != avutil.AVCOL_SPC_UNSPECIFIED && space != avutil.AVCOL_SPC_RGB) {
      return space;
    }
    boolean hd = frame.width() >= HD_WIDTH || frame.height() >= HD_HEIGHT;
    return hd ? avutil.AVCOL_SPC_BT709 : avutil.AVCOL_SPC_SMPTE170M;
  }

  private static boolean isFullRange(AVFrame frame) {
    int kind = frame.format();
    return frame.color_range() == avutil.AVCOL_RANGE_JPEG
        || kind == avutil.AV_PIX_FMT_YUVJ420P
        || kind == avutil.AV_PIX_FMT_YUVJ422P
        || kind == avutil.AV_PIX_FMT_YUVJ444P
        || kind == avutil.AV_PIX_FMT_YUVJ440P;
  }

  private RgbImage turned(byte[] rgba) {
    int shownWidth = turn.exchanged() ? height : width;
    int shownHeight = turn.exchanged() ? width : height;
    int size = width * height;
    float[] planes = new float[3 * size];
    for (int y = 0; y < shownHeight; y++) {
      int v = turn.mirrorY() ? shownHeight - 1 - y : y;
      for (int x = 0; x < shownWidth; x++) {
        int u = turn.mirrorX() ? shownWidth - 1 - x : x;
        int at = CHANNELS * (turn.exchanged() ? u * width + v : v * width + u);
        float alpha = (rgba[at + 3] & 0xff) / 255f;
        for (int c = 0; c < 3; c++) {
          float value = (rgba[at + c] & 0xff) / 255f;
          planes[c * size + y * shownWidth + x] = alpha * value + (1 - alpha);
        }
      }
    }
    return new RgbImage(shownWidth, shownHeight, planes);
  }

  @Override
  public void close() {
    if (scaler != null) {
      swscale.sws_freeContext(scaler);
      scaler = null;
    }
  }
}
