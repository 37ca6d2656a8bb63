package org.neuralstyle.stack;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** One stream of a film's file, pictures or sound: as packets, or decoded frame by frame. */
final class MovieReader implements AutoCloseable {

  private static final int NO_STREAM = -1;

  /** More frames than decoders hold back; whoever fails so often after the end has no more. */
  private static final int MOST_HELD = 200;

  private final AVFormatContext format = new AVFormatContext(null);
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame frame = avutil.av_frame_alloc();
  private final int index;
  private AVCodecContext decoder;
  private boolean ended;
  private int errors;
  private boolean broken;
  private double lastEnd = Double.NEGATIVE_INFINITY;

  /**
   * Opens the best stream of a type.
   *
   * @param type {@link avutil#AVMEDIA_TYPE_VIDEO} or {@link avutil#AVMEDIA_TYPE_AUDIO}
   * @throws FfmpegException if FFmpeg does not know the file
   */
  MovieReader(Path file, int type) throws FfmpegException {
    // A play list would have other files opened, or addresses of the net.
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
    try {
      Ffmpeg.check(avformat.avformat_open_input(format, Ffmpeg.url(file), null, options));
      Ffmpeg.check(avformat.avformat_find_stream_info(format, (AVDictionary) null));
    } catch (FfmpegException e) {
      close();
      throw e;
    } finally {
      avutil.av_dict_free(options);
    }
    int best = avformat.av_find_best_stream(format, type, -1, -1, (AVCodec) null, 0);
    boolean cover =
        best >= 0
            && (format.streams(best).disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
    this.index = best < 0 || cover ? NO_STREAM : best;
  }

  /** Whether there is a stream of the type; without one, nothing else may be asked for. */
  boolean exists() {
    return index != NO_STREAM;
  }

  AVFormatContext format() {
    return format;
  }

  AVStream stream() {
    return format.streams(index);
  }

  /**
   * Decodes; before the first frame is asked for.
   *
   * @param roughly for counting: without the last filter
   */
  void decode(boolean roughly) throws IOException {
    AVCodec codec = avcodec.avcodec_find_decoder(stream().codecpar().codec_id());
    if (codec == null || codec.isNull()) {
      throw new FfmpegException("there is no decoder for it");
    }
    decoder = avcodec.avcodec_alloc_context3(codec);
    Ffmpeg.check(avcodec.avcodec_parameters_to_context(decoder, stream().codecpar()));
    decoder.pkt_timebase(stream().time_base());
    decoder.thread_count(0);
    if (roughly) {
      decoder.skip_loop_filter(avcodec.AVDISCARD_ALL);
    }
    Ffmpeg.check(avcodec.avcodec_open2(decoder, codec, (AVDictionary) null));
  }

  AVCodecContext decoder() {
    return decoder;
  }

  /** The next packet of the stream, valid until the next call, or null at the end. */
  AVPacket packet() {
    while (true) {
      avcodec.av_packet_unref(packet);
      int code = avformat.av_read_frame(format, packet);
      if (code < 0) {
        broken = code != avutil.AVERROR_EOF;
        return null;
      }
      noteEnd();
      if (packet.stream_index() == index && packet.size() > 0) {
        return packet;
      }
    }
  }

  private void noteEnd() {
    long time = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    if (time != avutil.AV_NOPTS_VALUE) {
      AVStream of = format.streams(packet.stream_index());
      lastEnd = Math.max(lastEnd, Ffmpeg.seconds(time + packet.duration(), of.time_base()));
    }
  }

  /** The next frame, valid until the next call, or null at the end. */
  AVFrame frame() {
    int held = 0;
    while (true) {
      int code = avcodec.avcodec_receive_frame(decoder, frame);
      if (code >= 0) {
        if (frame.decode_error_flags() != 0
            || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
          errors++;
        }
        return frame;
      }
      if (code == avutil.AVERROR_EOF || held > MOST_HELD) {
        return null;
      }
      if (code != avutil.AVERROR_EAGAIN()) {
        errors++;
      }
      if (ended) {
        // Decoders with threads tell of damage some packets later.
        held++;
        continue;
      }
      AVPacket next = packet();
      ended = next == null;
      if (avcodec.avcodec_send_packet(decoder, next) < 0) {
        errors++;
      }
    }
  }

  /** How many packets or frames were damaged, so far. */
  int errors() {
    return errors;
  }

  /** Whether the file ended in the middle of something. */
  boolean isBroken() {
    return broken;
  }

  /** The time in seconds until which there are packets of any stream, so far. */
  double lastEnd() {
    return lastEnd;
  }

  @Override
  public void close() {
    if (decoder != null) {
      avcodec.avcodec_free_context(decoder);
      decoder = null;
    }
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    if (!format.isNull()) {
      avformat.avformat_close_input(format);
    }
  }
}
