package org.neuralstyle.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
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
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.neuralstyle.image.RgbImage;

/** A film's file that is being written: pictures with their times, and sound. */
final class MovieWriter implements AutoCloseable {

  /** Bits for each pixel and frame: fine detail without visible blocks. */
  private static final double BITS = 0.6;

  private static final double LARGEST_RATE = 60e6;

  /** Frames from one that is coded on its own to the next. */
  private static final int GROUP = 12;

  /** FFmpeg's flag of an MP4 in pieces. */
  private static final long IN_PIECES = 1 << 1;

  private static final int CHANNELS = 3;
  private static final int GIF_TICKS = 100;
  private static final int JPEG_QUALITY = 2;

  /** How a kind of film is coded. */
  private enum Kind {
    GIF("gif", avcodec.AV_CODEC_ID_GIF, avutil.AV_PIX_FMT_RGB8),
    AVI("avi", avcodec.AV_CODEC_ID_MJPEG, avutil.AV_PIX_FMT_YUVJ420P),
    MP4("mp4", avcodec.AV_CODEC_ID_H264, avutil.AV_PIX_FMT_YUV420P),
    MOV("mov", avcodec.AV_CODEC_ID_H264, avutil.AV_PIX_FMT_YUV420P),
    MKV("matroska", avcodec.AV_CODEC_ID_H264, avutil.AV_PIX_FMT_YUV420P);

    private final String format;
    private final int codec;
    private final int pixels;

    Kind(String format, int codec, int pixels) {
      this.format = format;
      this.codec = codec;
      this.pixels = pixels;
    }
  }

  private final Kind kind;
  private final FrameTimes times;
  private final double origin;
  private final AVFormatContext format = new AVFormatContext(null);
  private final AVFrame frame = avutil.av_frame_alloc();
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final Deque<Long> durations = new ArrayDeque<>();
  private AVStream stream;
  private AVCodecContext encoder;
  private SwsContext scaler;
  private MovieSound sound;
  private boolean begun;
  private long lastTick = Long.MIN_VALUE;

  /**
   * Begins a film.
   *
   * @param part where it is written
   * @param ending of its name at last: mp4, mov, mkv, avi or gif
   * @param sound a film whose sound it gets
   */
  MovieWriter(
      Path part, String ending, FrameTimes times, Optional<Path> sound, int width, int height)
      throws IOException {
    this.kind = Kind.valueOf(ending.toUpperCase(Locale.ROOT));
    this.times = times;
    MovieReader track = null;
    try {
      track = sound.isPresent() ? MovieSound.open(sound.get()).orElse(null) : null;
      double first = times.seconds(times.start(0));
      this.origin = track == null ? first : Math.min(first, MovieSound.start(track));
      Ffmpeg.check(
          avformat.avformat_alloc_output_context2(format, null, kind.format, Ffmpeg.url(part)));
      addPictures(width, height);
      if (track != null) {
        MovieReader given = track;
        track = null;
        this.sound = MovieSound.create(given, format, ending, origin);
      }
      begin(part);
    } catch (IOException e) {
      if (track != null) {
        track.close();
      }
      free();
      throw e;
    }
  }

  private void addPictures(int width, int height) throws FfmpegException {
    AVCodec codec =
        kind.codec == avcodec.AV_CODEC_ID_H264
            ? avcodec.avcodec_find_encoder_by_name("libopenh264")
            : null;
    if (codec == null || codec.isNull()) {
      codec = avcodec.avcodec_find_encoder(kind.codec);
    }
    if (codec == null || codec.isNull()) {
      throw new FfmpegException("there is no encoder for " + kind);
    }
    stream = avformat.avformat_new_stream(format, null);
    encoder = avcodec.avcodec_alloc_context3(codec);
    encoder.width(width + width % 2);
    encoder.height(height + height % 2);
    if (kind == Kind.GIF) {
      encoder.width(width);
      encoder.height(height);
    }
    encoder.pix_fmt(kind.pixels);
    encoder.time_base(tick());
    AVRational rate = avutil.av_d2q(times.rate(), 100_000);
    encoder.framerate(rate);
    encoder.bit_rate(
        (long) Math.min(LARGEST_RATE, BITS * width * height * Math.min(120, times.rate())));
    colours();
    switch (kind) {
      case GIF -> {}
      case AVI -> {
        encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_QSCALE);
        encoder.global_quality(JPEG_QUALITY * avutil.FF_QP2LAMBDA);
      }
      default -> {
        encoder.gop_size(GROUP);
        encoder.max_b_frames(0);
        encoder.profile(avcodec.AV_PROFILE_H264_CONSTRAINED_BASELINE);
      }
    }
    if ((format.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    Ffmpeg.check(avcodec.avcodec_open2(encoder, codec, (AVDictionary) null));
    Ffmpeg.check(avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder));
    stream.time_base(encoder.time_base());
    stream.avg_frame_rate(rate);
    frame.format(kind.pixels);
    frame.width(encoder.width());
    frame.height(encoder.height());
    frame.colorspace(encoder.colorspace());
    frame.color_range(encoder.color_range());
    frame.color_primaries(encoder.color_primaries());
    frame.color_trc(encoder.color_trc());
    Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0));
  }

  /** AVI counts frames at one rate, GIF hundredths; the others have any clock. */
  private AVRational tick() {
    return switch (kind) {
      case GIF -> Ffmpeg.rational(1, GIF_TICKS);
      case AVI -> {
        AVRational rate = avutil.av_d2q(times.rate(), 100_000);
        yield Ffmpeg.rational(rate.den(), rate.num());
      }
      default -> Ffmpeg.rational(times.numerator(), times.denominator());
    };
  }

  private void colours() {
    switch (kind) {
      case GIF -> {
        encoder.colorspace(avutil.AVCOL_SPC_RGB);
        encoder.color_range(avutil.AVCOL_RANGE_JPEG);
      }
      case AVI -> {
        encoder.colorspace(avutil.AVCOL_SPC_BT470BG);
        encoder.color_range(avutil.AVCOL_RANGE_JPEG);
      }
      default -> {
        encoder.colorspace(avutil.AVCOL_SPC_BT709);
        encoder.color_primaries(avutil.AVCOL_PRI_BT709);
        encoder.color_trc(avutil.AVCOL_TRC_BT709);
        encoder.color_range(avutil.AVCOL_RANGE_MPEG);
      }
    }
  }

  private void begin(Path part) throws FfmpegException {
    AVIOContext io = new AVIOContext(null);
    Ffmpeg.check(avformat.avio_open2(io, Ffmpeg.url(part), avformat.AVIO_FLAG_WRITE, null, null));
    format.pb(io);
    format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS);
    AVDictionary options = new AVDictionary(null);
    switch (kind) {
      case MP4, MOV -> {
        // In pieces, one for each frame, that play without the end until the end is there.
        avutil.av_dict_set(options, "movflags", "+hybrid_fragmented+frag_custom+write_colr", 0);
        avutil.av_dict_set(options, "use_editlist", "1", 0);
        format.avoid_negative_ts(0);
      }
      case MKV -> format.avoid_negative_ts(0);
      case GIF -> {
        int last = times.starts().size() - 1;
        if (last >= 0) {
          long delay = Math.round(GIF_TICKS * times.seconds(times.end() - times.start(last)));
          avutil.av_dict_set(options, "final_delay", String.valueOf(Math.min(65_535, delay)), 0);
        }
      }
      default -> {}
    }
    try {
      Ffmpeg.check(avformat.avformat_write_header(format, options));
      begun = true;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  /** Adds a picture, and the sound until its end. */
  void write(int index, RgbImage image) throws IOException {
    Ffmpeg.check(avutil.av_frame_make_writable(frame));
    paint(image);
    long pts = Math.max(lastTick + 1, ticks(times.start(index)));
    lastTick = pts;
    frame.pts(pts);
    frame.duration(Math.max(1, ticks(times.end(index)) - pts));
    frame.quality(encoder.global_quality());
    durations.add(frame.duration());
    Ffmpeg.check(avcodec.avcodec_send_frame(encoder, frame));
    drain();
    if (sound != null) {
      sound.write(times.seconds(times.end(index)) - origin);
    }
    if (kind == Kind.MP4 || kind == Kind.MOV) {
      Ffmpeg.check(avformat.av_write_frame(format, null));
      avformat.avio_flush(format.pb());
    }
  }

  private long ticks(long time) {
    AVRational tick = encoder.time_base();
    return Math.round((times.seconds(time) - origin) * tick.den() / tick.num());
  }

  private void drain() throws FfmpegException {
    while (avcodec.avcodec_receive_packet(encoder, packet) >= 0) {
      packet.duration(durations.remove());
      packet.stream_index(stream.index());
      avcodec.av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      Ffmpeg.check(avformat.av_interleaved_write_frame(format, packet));
    }
  }

  /** Into the frame of the encoder; its last row and column are repeated where it is larger. */
  private void paint(RgbImage image) throws FfmpegException {
    int width = encoder.width();
    int height = encoder.height();
    byte[] rgb = new byte[Math.multiplyExact(CHANNELS * width, height)];
    int size = image.width() * image.height();
    for (int y = 0; y < height; y++) {
      int row = Math.min(y, image.height() - 1) * image.width();
      for (int x = 0; x < width; x++) {
        int from = row + Math.min(x, image.width() - 1);
        for (int c = 0; c < CHANNELS; c++) {
          float value = image.planes()[c * size + from];
          rgb[CHANNELS * (y * width + x) + c] =
              (byte) Math.round(255 * Math.min(Math.max(value, 0), 1));
        }
      }
    }
    int flags = swscale.SWS_BICUBIC | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INP;
    scaler =
        swscale.sws_getCachedContext(
            scaler,
            width,
            height,
            avutil.AV_PIX_FMT_RGB24,
            width,
            height,
            kind.pixels,
            flags,
            null,
            null,
            (DoublePointer) null);
    IntPointer matrix = swscale.sws_getCoefficients(encoder.colorspace());
    int full = encoder.color_range() == avutil.AVCOL_RANGE_JPEG ? 1 : 0;
    swscale.sws_setColorspaceDetails(scaler, matrix, 1, matrix, full, 0, 1 << 16, 1 << 16);
    try (BytePointer pixels = new BytePointer(ByteBuffer.wrap(rgb));
        PointerPointer<BytePointer> source = new PointerPointer<>(pixels, null, null, null);
        IntPointer strides = new IntPointer(CHANNELS * width, 0, 0, 0)) {
      Ffmpeg.check(
          swscale.sws_scale(scaler, source, strides, 0, height, frame.data(), frame.linesize()));
    }
  }

  /**
   * Ends the film.
   *
   * @param whole whether all frames are there, so that sound that goes on is kept
   * @throws IOException if the end does not reach the disk
   */
  void finish(boolean whole) throws IOException {
    Ffmpeg.check(avcodec.avcodec_send_frame(encoder, null));
    drain();
    if (sound != null && whole) {
      sound.write(Double.POSITIVE_INFINITY);
    }
    begun = false;
    Ffmpeg.check(trailer());
    avformat.avio_flush(format.pb());
    Ffmpeg.check(format.pb().error());
  }

  /**
   * Ends the file. FFmpeg 7.1 still takes an MP4 for one in pieces when it writes the whole's
   * header, and gives lists of edits, which tell where sound and pictures begin, no length; so the
   * last piece is written before, and the file is said to be whole.
   */
  private int trailer() {
    if (kind == Kind.MP4 || kind == Kind.MOV) {
      int code = avformat.av_interleaved_write_frame(format, null);
      code = code < 0 ? code : avformat.av_write_frame(format, null);
      avformat.avio_flush(format.pb());
      code = code < 0 ? code : format.pb().error();
      if (code < 0) {
        // In pieces it still plays.
        return code;
      }
      try (LongPointer flags = new LongPointer(1)) {
        avutil.av_opt_get_int(format.priv_data(), "movflags", 0, flags);
        avutil.av_opt_set_int(format.priv_data(), "movflags", flags.get() & ~IN_PIECES, 0);
      }
    }
    return avformat.av_write_trailer(format);
  }

  @Override
  public void close() throws IOException {
    try {
      if (begun) {
        // After an error: what is there shall play.
        Ffmpeg.check(trailer());
      }
    } finally {
      free();
    }
  }

  private void free() {
    if (sound != null) {
      sound.close();
    }
    if (scaler != null) {
      swscale.sws_freeContext(scaler);
    }
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    if (encoder != null) {
      avcodec.avcodec_free_context(encoder);
    }
    if (!format.isNull()) {
      if (format.pb() != null && !format.pb().isNull()) {
        avformat.avio_closep(format.pb());
      }
      avformat.avformat_free_context(format);
    }
  }
}
