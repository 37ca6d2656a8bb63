package org.neuralstyle.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * A film's sound on its way into another: packet by packet as it is, where the format takes it, and
 * encoded anew where it does not.
 */
final class MovieSound implements AutoCloseable {

  /** What players expect in MP4 and MOV. */
  private static final Set<Integer> PLAYED =
      Set.of(
          avcodec.AV_CODEC_ID_AAC,
          avcodec.AV_CODEC_ID_MP3,
          avcodec.AV_CODEC_ID_AC3,
          avcodec.AV_CODEC_ID_EAC3,
          avcodec.AV_CODEC_ID_ALAC,
          avcodec.AV_CODEC_ID_OPUS);

  private static final String AAC_RATES =
      "96000|88200|64000|48000|44100|32000|24000|22050|16000|12000|11025|8000";

  private static final int BITS_PER_CHANNEL = 96_000;
  private static final int LONGEST_LAYOUT = 128;

  /** A packet in the output's order that waits for the pictures. */
  private record Waiting(AVPacket packet, AVRational tick) {}

  private final MovieReader reader;
  private final AVFormatContext output;
  private final AVStream stream;
  private final double origin;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Encoding encoding;
  private boolean ended;

  private MovieSound(MovieReader reader, AVFormatContext output, double origin) {
    this.reader = reader;
    this.output = output;
    this.origin = origin;
    this.stream = avformat.avformat_new_stream(output, null);
  }

  /** The sound of a film, if it has any. */
  static Optional<MovieReader> open(Path film) throws FfmpegException {
    MovieReader reader = new MovieReader(film, avutil.AVMEDIA_TYPE_AUDIO);
    if (reader.exists()) {
      return Optional.of(reader);
    }
    reader.close();
    return Optional.empty();
  }

  /** When the sound begins, in seconds of the film's clock; what primes a decoder is none. */
  static double start(MovieReader reader) {
    AVStream from = reader.stream();
    long start = from.start_time();
    if (start == avutil.AV_NOPTS_VALUE) {
      return 0;
    }
    AVCodecParameters parameters = from.codecpar();
    double priming = (double) parameters.initial_padding() / Math.max(1, parameters.sample_rate());
    return Ffmpeg.seconds(start, from.time_base()) + priming;
  }

  /**
   * A stream for sound in a film whose header has not been written.
   *
   * @param origin the time of the film's clock that becomes 0, in seconds
   */
  static MovieSound create(MovieReader reader, AVFormatContext output, String ending, double origin)
      throws IOException {
    MovieSound sound = new MovieSound(reader, output, origin);
    try {
      AVCodecParameters from = reader.stream().codecpar();
      if (isCopied(from.codec_id(), output, ending)) {
        Ffmpeg.check(avcodec.avcodec_parameters_copy(sound.stream.codecpar(), from));
        sound.stream.codecpar().codec_tag(0);
        sound.stream.time_base(reader.stream().time_base());
      } else {
        sound.encoding = sound.new Encoding(ending);
      }
      return sound;
    } catch (IOException e) {
      sound.close();
      throw e;
    }
  }

  private static boolean isCopied(int codec, AVFormatContext output, String ending) {
    boolean fits =
        avformat.avformat_query_codec(output.oformat(), codec, avcodec.FF_COMPLIANCE_NORMAL) == 1;
    return switch (ending) {
      case "mkv" -> fits;
      case "mp4" -> fits && PLAYED.contains(codec);
      // FFmpeg has Opus in its table for MOV, and refuses it when the header is written.
      case "mov" -> fits && PLAYED.contains(codec) && codec != avcodec.AV_CODEC_ID_OPUS;
      default -> false;
    };
  }

  /** Writes the sound that begins before a time, in seconds from the origin. */
  void write(double until) throws IOException {
    while (true) {
      Waiting first = waiting.peek();
      if (first == null) {
        if (ended) {
          return;
        }
        more();
      } else if (time(first) >= until) {
        return;
      } else {
        waiting.remove();
        AVPacket packet = first.packet();
        packet.stream_index(stream.index());
        avcodec.av_packet_rescale_ts(packet, first.tick(), stream.time_base());
        packet.pos(-1);
        int code = avformat.av_interleaved_write_frame(output, packet);
        avcodec.av_packet_free(packet);
        Ffmpeg.check(code);
      }
    }
  }

  private static double time(Waiting first) {
    long pts = first.packet().pts();
    return pts == avutil.AV_NOPTS_VALUE ? 0 : Ffmpeg.seconds(pts, first.tick());
  }

  private void more() throws IOException {
    if (encoding != null) {
      encoding.more();
      return;
    }
    AVPacket packet = reader.packet();
    if (packet == null) {
      ended = true;
      return;
    }
    AVRational tick = reader.stream().time_base();
    long shift = Math.round(origin * tick.den() / tick.num());
    boolean cut = (packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) != 0;
    if (packet.pts() == avutil.AV_NOPTS_VALUE || (cut && packet.pts() - shift >= 0)) {
      return;
    }
    AVPacket copy = avcodec.av_packet_clone(packet);
    copy.pts(packet.pts() - shift);
    copy.dts(packet.dts() == avutil.AV_NOPTS_VALUE ? copy.pts() : packet.dts() - shift);
    waiting.add(new Waiting(copy, tick));
  }

  @Override
  public void close() {
    for (Waiting rest : waiting) {
      avcodec.av_packet_free(rest.packet());
    }
    waiting.clear();
    if (encoding != null) {
      encoding.close();
    }
    reader.close();
  }

  /** Decodes, fills gaps with silence, and encodes. */
  private final class Encoding implements AutoCloseable {

    private final AVFilterGraph graph = avfilter.avfilter_graph_alloc();
    private final AVFilterContext in = new AVFilterContext(null);
    private final AVFilterContext out = new AVFilterContext(null);
    private final AVFrame filtered = avutil.av_frame_alloc();
    private final AVCodecContext encoder;

    Encoding(String ending) throws IOException {
      reader.decode(false);
      boolean pcm = ending.equals("avi");
      AVCodec codec =
          avcodec.avcodec_find_encoder(
              pcm ? avcodec.AV_CODEC_ID_PCM_S16LE : avcodec.AV_CODEC_ID_AAC);
      encoder = avcodec.avcodec_alloc_context3(codec);
      connect(
          pcm ? "aformat=sample_fmts=s16" : "aformat=sample_fmts=fltp:sample_rates=" + AAC_RATES);
      encoder.sample_fmt(avfilter.av_buffersink_get_format(out));
      encoder.sample_rate(avfilter.av_buffersink_get_sample_rate(out));
      Ffmpeg.check(avfilter.av_buffersink_get_ch_layout(out, encoder.ch_layout()));
      encoder.bit_rate((long) BITS_PER_CHANNEL * encoder.ch_layout().nb_channels());
      encoder.time_base(Ffmpeg.rational(1, encoder.sample_rate()));
      if ((output.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
        encoder.flags(encoder.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
      }
      Ffmpeg.check(avcodec.avcodec_open2(encoder, codec, (AVDictionary) null));
      if (encoder.frame_size() > 0) {
        avfilter.av_buffersink_set_frame_size(out, encoder.frame_size());
      }
      Ffmpeg.check(avcodec.avcodec_parameters_from_context(stream.codecpar(), encoder));
      stream.time_base(encoder.time_base());
    }

    private void connect(String kind) throws FfmpegException {
      AVCodecContext decoder = reader.decoder();
      AVRational tick = reader.stream().time_base();
      String description =
          String.format(
              Locale.ROOT,
              "time_base=%d/%d:sample_rate=%d:sample_fmt=%s:channel_layout=%s",
              tick.num(),
              tick.den(),
              decoder.sample_rate(),
              avutil.av_get_sample_fmt_name(decoder.sample_fmt()).getString(),
              layout(decoder));
      create(in, "abuffer", description);
      AVFilterContext filled = new AVFilterContext(null);
      // From time 0 on, with silence where there is none.
      create(filled, "aresample", "async=1:first_pts=0");
      AVFilterContext formatted = new AVFilterContext(null);
      create(formatted, "aformat", kind.substring("aformat=".length()));
      create(out, "abuffersink", null);
      Ffmpeg.check(avfilter.avfilter_link(in, 0, filled, 0));
      Ffmpeg.check(avfilter.avfilter_link(filled, 0, formatted, 0));
      Ffmpeg.check(avfilter.avfilter_link(formatted, 0, out, 0));
      Ffmpeg.check(avfilter.avfilter_graph_config(graph, null));
    }

    private void create(AVFilterContext filter, String kind, String description)
        throws FfmpegException {
      Ffmpeg.check(
          avfilter.avfilter_graph_create_filter(
              filter, avfilter.avfilter_get_by_name(kind), kind, description, null, graph));
    }

    private static String layout(AVCodecContext decoder) throws FfmpegException {
      if (decoder.ch_layout().order() == avutil.AV_CHANNEL_ORDER_UNSPEC) {
        avutil.av_channel_layout_default(decoder.ch_layout(), decoder.ch_layout().nb_channels());
      }
      byte[] text = new byte[LONGEST_LAYOUT];
      Ffmpeg.check(avutil.av_channel_layout_describe(decoder.ch_layout(), text, text.length));
      return Ffmpeg.text(text);
    }

    /** At least one more packet, or the end. */
    void more() throws FfmpegException {
      while (waiting.isEmpty() && !ended) {
        AVFrame frame = reader.frame();
        if (frame == null) {
          ended = true;
          Ffmpeg.check(avfilter.av_buffersrc_add_frame(in, null));
        } else {
          AVRational tick = reader.stream().time_base();
          long time = frame.best_effort_timestamp();
          if (time != avutil.AV_NOPTS_VALUE) {
            frame.pts(time - Math.round(origin * tick.den() / tick.num()));
          }
          Ffmpeg.check(avfilter.av_buffersrc_add_frame(in, frame));
        }
        while (avfilter.av_buffersink_get_frame(out, filtered) >= 0) {
          encode(filtered);
          avutil.av_frame_unref(filtered);
        }
        if (ended) {
          encode(null);
        }
      }
    }

    private void encode(AVFrame frame) throws FfmpegException {
      if (frame != null) {
        AVRational tick = avfilter.av_buffersink_get_time_base(out);
        frame.pts(avutil.av_rescale_q(frame.pts(), tick, encoder.time_base()));
      }
      Ffmpeg.check(avcodec.avcodec_send_frame(encoder, frame));
      while (true) {
        AVPacket packet = avcodec.av_packet_alloc();
        if (avcodec.avcodec_receive_packet(encoder, packet) < 0) {
          avcodec.av_packet_free(packet);
          return;
        }
        waiting.add(new Waiting(packet, encoder.time_base()));
      }
    }

    @Override
    public void close() {
      avutil.av_frame_free(filtered);
      avfilter.avfilter_graph_free(graph);
      avcodec.avcodec_free_context(encoder);
    }
  }
}
